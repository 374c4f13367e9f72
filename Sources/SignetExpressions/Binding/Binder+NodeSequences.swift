// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

extension Binder {
    /// What `System.Xml.Linq.Extensions` and `Newtonsoft.Json.Linq.Extensions` give sequences: the nodes that a method
    /// finds at each of theirs.
    private static let collecting: Set<String> = [
        "Elements", "Descendants", "DescendantsAndSelf", "Nodes", "DescendantNodes", "Attributes", "Ancestors",
        "AncestorsAndSelf", "Children", "Properties",
    ]

    /// Binds a method of LINQ to XML or JSON for a sequence of nodes; `nil` for other names.
    mutating func bind(
        nodes receiver: Bound,
        _ group: MethodGroup,
        _ arguments: [ArgumentSyntax]
    ) throws(ExpressionError) -> Bound? {
        switch receiver.type {
        case .array, .generic: break
        default: return nil
        }
        guard group.typeArguments.isEmpty, let element = receiver.type.element, case .named = element else {
            return nil
        }
        let removes = group.name == "Remove" && arguments.isEmpty
        guard removes || Self.collecting.contains(group.name),
            !Library.methods(Library.owner(of: element), group.name).isEmpty
        else { return nil }
        let function = [called(group.name, arguments, offset: group.offset)]
        guard removes else {
            return try bind(sequence: receiver, group.renamed("SelectMany", on: receiver), function)
        }
        // The nodes are found before the first one is removed, as .NET does.
        guard let list = try bind(sequence: receiver, group.renamed("ToList", on: receiver), []) else { return nil }
        return try bind(collection: list, group.renamed("ForEach", on: list), function)
    }

    /// `x => x.name(arguments)`.
    private func called(_ name: String, _ arguments: [ArgumentSyntax], offset: Int) -> ArgumentSyntax {
        let parameter = "\u{3}\(self.localCount)"
        let tails = [
            PostfixSyntax(kind: .member(name, []), isConditional: false, offset: offset),
            PostfixSyntax(kind: .call(arguments), isConditional: false, offset: offset),
        ]
        let body = ExpressionSyntax(
            kind: .postfix(ExpressionSyntax(kind: .name(parameter, []), offset: offset), tails),
            offset: offset
        )
        let lambda = ExpressionSyntax(
            kind: .lambda([ParameterSyntax(type: nil, name: parameter)], .expression(body)),
            offset: offset
        )
        return ArgumentSyntax(name: nil, passing: .value(lambda), offset: offset)
    }
}

extension MethodGroup {
    /// Another method of a receiver.
    func renamed(_ name: String, on receiver: Bound) -> MethodGroup {
        MethodGroup(
            receiver: receiver,
            owner: Library.owner(of: receiver.type),
            name: name,
            typeArguments: [],
            offset: self.offset
        )
    }
}
