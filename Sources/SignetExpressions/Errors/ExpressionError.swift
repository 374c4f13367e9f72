// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

public import SignetCore

/// Why an expression cannot be compiled, or why its evaluation failed.
///
/// The message is the text that the C# compiler or the .NET runtime gives for the same fault, as far as one exists. The
/// position is counted in the expression's own text; whoever took the expression from a document adds the place there.
public struct ExpressionError: Error, Sendable, CustomStringConvertible {
    /// What kind of fault it is.
    public struct Code: Sendable, Hashable, CustomStringConvertible {
        private enum Value: String {
            case syntax, undefined, typeMismatch, unsupported, exception, limitExceeded
        }

        private let value: Value

        /// The text is not an expression of the language.
        public static var syntax: Code { Code(value: .syntax) }
        /// A name, a member or a type does not exist, or is not one that expressions may use.
        public static var undefined: Code { Code(value: .undefined) }
        /// The types of operands, arguments or results do not fit.
        public static var typeMismatch: Code { Code(value: .typeMismatch) }
        /// The text is right, but this version does not evaluate the construct.
        public static var unsupported: Code { Code(value: .unsupported) }
        /// The evaluation threw what .NET throws in the same place.
        public static var exception: Code { Code(value: .exception) }
        /// The evaluation needed more steps or more memory than it may use.
        public static var limitExceeded: Code { Code(value: .limitExceeded) }

        /// The name of the code.
        public var description: String { self.value.rawValue }
    }

    /// What kind of fault it is.
    public let code: Code
    /// What was wrong.
    public let message: String
    /// The offset in bytes of the fault in the expression's text, where one is known.
    public internal(set) var offset: Int?
    /// The .NET exception that an evaluation threw, such as `NullReferenceException`.
    public let exception: ExpressionException?
    /// Where in Signet's source the error was made.
    public let location: SourceLocation

    init(
        _ code: Code,
        _ message: String,
        at offset: Int? = nil,
        exception: ExpressionException? = nil,
        file: String = #fileID,
        line: Int = #line
    ) {
        self.code = code
        self.message = message
        self.offset = offset
        self.exception = exception
        self.location = SourceLocation(file: file, line: line)
    }

    /// A construct of the language that is read but not executed yet.
    static func notEvaluated(_ construct: String, _ offset: Int) -> ExpressionError {
        ExpressionError(.unsupported, "This version of Signet does not evaluate \(construct) yet.", at: offset)
    }

    /// The message.
    public var description: String { self.message }
}

extension ExpressionError: Equatable {
    /// Two errors are equal when their codes are.
    public static func == (left: ExpressionError, right: ExpressionError) -> Bool { left.code == right.code }
}
