// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

extension Binder {
    /// Chooses the overload whose parameters the arguments fit best, and binds its call.
    func bind(
        overloads methods: [LibraryMethod],
        _ group: MethodGroup,
        _ arguments: [Bound]
    ) throws(ExpressionError) -> Bound {
        var best: (cost: Int, method: LibraryMethod, isExpanded: Bool)?
        for method in methods {
            for isExpanded in method.isVariadic ? [false, true] : [false] {
                guard let cost = cost(method, arguments, isExpanded: isExpanded) else { continue }
                if best.map({ cost < $0.cost }) ?? true { best = (cost, method, isExpanded) }
            }
        }
        guard let best else { throw mismatch(methods, group, arguments) }
        return try bind(best.method, arguments, isExpanded: best.isExpanded, receiver: group.receiver, group.offset)
    }

    private func cost(_ method: LibraryMethod, _ arguments: [Bound], isExpanded: Bool) -> Int? {
        let fixed = isExpanded ? method.parameters.count - 1 : method.parameters.count
        guard arguments.count >= fixed - method.optional, isExpanded || arguments.count <= fixed else { return nil }
        var total = isExpanded ? 10 : (fixed - arguments.count)
        for (index, argument) in arguments.enumerated() {
            guard let parameter = parameter(method, index, isExpanded: isExpanded),
                let cost = implicitCost(argument, to: parameter)
            else { return nil }
            total += cost
        }
        return total
    }

    private func parameter(_ method: LibraryMethod, _ index: Int, isExpanded: Bool) -> StaticType? {
        guard isExpanded, index >= method.parameters.count - 1 else {
            return method.parameters.indices.contains(index) ? method.parameters[index] : nil
        }
        guard case .array(let element) = method.parameters.last else { return nil }
        return element
    }

    private func mismatch(_ methods: [LibraryMethod], _ group: MethodGroup, _ arguments: [Bound]) -> ExpressionError {
        let fitting = methods.first { method in
            arguments.count >= method.parameters.count - method.optional - (method.isVariadic ? 1 : 0)
                && (method.isVariadic || arguments.count <= method.parameters.count)
        }
        guard let fitting else {
            return ExpressionError(
                .typeMismatch,
                "No overload for method '\(group.name)' takes \(arguments.count) arguments",
                at: group.offset
            )
        }
        for (index, argument) in arguments.enumerated() {
            guard let parameter = parameter(fitting, index, isExpanded: fitting.isVariadic) else { continue }
            if implicitCost(argument, to: parameter) == nil {
                return ExpressionError(
                    .typeMismatch,
                    "Argument \(index + 1): cannot convert from '\(argument.type.name)' to '\(parameter.name)'",
                    at: argument.offset
                )
            }
        }
        return ExpressionError(.typeMismatch, "No overload for method '\(group.name)' fits", at: group.offset)
    }

    private func bind(
        _ method: LibraryMethod,
        _ arguments: [Bound],
        isExpanded: Bool,
        receiver: Bound?,
        _ offset: Int
    ) throws(ExpressionError) -> Bound {
        var converted: [Bound] = []
        for (index, argument) in arguments.enumerated() {
            guard let parameter = parameter(method, index, isExpanded: isExpanded) else { continue }
            converted.append(try self.converted(argument, to: parameter))
        }
        let fixed = isExpanded ? method.parameters.count - 1 : converted.count
        let missing = isExpanded ? [] : method.parameters[converted.count...].map(\.defaultValue)
        let codes = (receiver.map { [$0.code] } ?? []) + converted.prefix(fixed).map(\.code)
        let rest = converted.dropFirst(fixed).map(\.code)
        let element = parameter(method, method.parameters.count, isExpanded: isExpanded)
        let code = method.code
        return try made(
            method.result,
            from: (receiver.map { [$0] } ?? []) + converted,
            offset: offset
        ) { state throws(ExpressionError) in
            var values: [ExpressionValue] = []
            values.reserveCapacity(codes.count + missing.count + 1)
            for code in codes { values.append(try code(&state)) }
            if isExpanded, let element {
                var variable: [ExpressionValue] = []
                for code in rest { variable.append(try code(&state)) }
                values.append(element.array(variable))
            }
            values += missing
            try state.step()
            return try code(&state, values)
        }
    }
}
