// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

extension Binder {
    /// Reads the text of a body as a form.
    func form(of text: Bound, offset: Int) throws(ExpressionError) -> Bound {
        let code = text.code
        return try made(FormContent.type, from: [text], offset: offset) { state throws(ExpressionError) in
            let text = try code(&state).string ?? ""
            return .object(try FormContent.parse(text, &state.memory))
        }
    }

    /// `ToQueryString` and `ToFormUrlEncodedContent` of names with lists of values; `nil` for everything else.
    func bind(
        form receiver: Bound,
        _ group: MethodGroup,
        _ arguments: [ArgumentSyntax]
    ) throws(ExpressionError) -> Bound? {
        guard implicitCost(receiver, to: FormContent.type) != nil, arguments.isEmpty,
            ["ToQueryString", "ToFormUrlEncodedContent"].contains(group.name)
        else { return nil }
        let (object, isForm) = (receiver.code, group.name == "ToFormUrlEncodedContent")
        return try made(.string, from: [receiver], offset: group.offset) { state throws(ExpressionError) in
            guard case .object(let map as ExpressionMap) = try object(&state) else { throw .nullReference }
            return .string(try FormContent.text(map, isForm: isForm, &state.memory))
        }
    }
}
