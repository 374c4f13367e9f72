// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

/// Numbers: parsing, limits, and `Math`.
enum NumberLibrary {
    static let properties: [LibraryProperty] = [
        constant("int", "MaxValue", .int, .int(.max)), constant("int", "MinValue", .int, .int(.min)),
        constant("long", "MaxValue", .long, .long(.max)), constant("long", "MinValue", .long, .long(.min)),
        constant("double", "MaxValue", .double, .double(.greatestFiniteMagnitude)),
        constant("double", "NaN", .double, .double(.nan)), constant("Math", "PI", .double, .double(.pi)),
    ]

    static let methods: [LibraryMethod] = parsing + mathematics + formatting

    private static let parsing: [LibraryMethod] = [
        method("int", "Parse", [.string], .int) { _, arguments throws(ExpressionError) in
            .int(try NumberText.int(try arguments.text(0)))
        },
        method("long", "Parse", [.string], .long) { _, arguments throws(ExpressionError) in
            .long(try NumberText.long(try arguments.text(0)))
        },
        method("double", "Parse", [.string], .double) { _, arguments throws(ExpressionError) in
            .double(try NumberText.double(try arguments.text(0)))
        },
        method("bool", "Parse", [.string], .bool) { _, arguments throws(ExpressionError) in
            .bool(try NumberText.bool(try arguments.text(0)))
        },
    ]

    private static let mathematics: [LibraryMethod] = [
        method("Math", "Max", [.int, .int], .int) { _, arguments in
            .int(Int32(clamping: max(arguments.integer(0), arguments.integer(1))))
        },
        method("Math", "Min", [.int, .int], .int) { _, arguments in
            .int(Int32(clamping: min(arguments.integer(0), arguments.integer(1))))
        },
        method("Math", "Max", [.long, .long], .long) { _, arguments in
            .long(Int64(max(arguments.integer(0), arguments.integer(1))))
        },
        method("Math", "Min", [.long, .long], .long) { _, arguments in
            .long(Int64(min(arguments.integer(0), arguments.integer(1))))
        },
        method("Math", "Max", [.double, .double], .double) { _, arguments in
            .double(max(real(arguments, 0), real(arguments, 1)))
        },
        method("Math", "Min", [.double, .double], .double) { _, arguments in
            .double(min(real(arguments, 0), real(arguments, 1)))
        },
        method("Math", "Abs", [.int], .int) { _, arguments throws(ExpressionError) in
            guard let value = Int32(exactly: arguments.integer(0).magnitude) else {
                throw .exception(.overflow, "Negating the minimum value of a twos complement number is invalid.")
            }
            return .int(value)
        },
        method("Math", "Abs", [.double], .double) { _, arguments in .double(real(arguments, 0).magnitude) },
        method("Math", "Floor", [.double], .double) { _, arguments in .double(real(arguments, 0).rounded(.down)) },
        method("Math", "Ceiling", [.double], .double) { _, arguments in .double(real(arguments, 0).rounded(.up)) },
        method("Math", "Truncate", [.double], .double) { _, arguments in
            .double(real(arguments, 0).rounded(.towardZero))
        },
        method("Math", "Round", [.double], .double) { _, arguments in
            .double(real(arguments, 0).rounded(.toNearestOrEven))
        },
    ]

    private static let formatting: [LibraryMethod] = ["int", "long", "double"]
        .map { owner in
            LibraryMethod(owner: owner, name: "ToString", isStatic: false, parameters: [.string], result: .string) {
                state,
                arguments throws(ExpressionError) in
                try state.text(try ValueFormat.text(arguments[0], format: arguments[1].string, &state.memory))
            }
        }

    private static func real(_ arguments: [ExpressionValue], _ index: Int) -> Double {
        if case .double(let value) = arguments[index] { value } else { Double(arguments.integer(index)) }
    }

    private static func method(
        _ owner: String,
        _ name: String,
        _ parameters: [StaticType],
        _ result: StaticType,
        _ code: @escaping LibraryCode
    ) -> LibraryMethod {
        LibraryMethod(owner: owner, name: name, isStatic: true, parameters: parameters, result: result, code: code)
    }

    private static func constant(
        _ owner: String,
        _ name: String,
        _ type: StaticType,
        _ value: ExpressionValue
    ) -> LibraryProperty {
        LibraryProperty(owner: owner, name: name, isStatic: true, type: type) { _, _ in value }
    }
}
