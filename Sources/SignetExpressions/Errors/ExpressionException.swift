// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

/// The .NET exception that an evaluation throws.
public enum ExpressionException: String, Sendable, CaseIterable {
    /// A member of `null` was used.
    case nullReference = "NullReferenceException"
    /// A cast found another type.
    case invalidCast = "InvalidCastException"
    /// A dictionary has no such key.
    case keyNotFound = "KeyNotFoundException"
    /// An index lies outside its array.
    case indexOutOfRange = "IndexOutOfRangeException"
    /// An argument lies outside its range.
    case argumentOutOfRange = "ArgumentOutOfRangeException"
    /// An argument is `null` that must not be.
    case argumentNull = "ArgumentNullException"
    /// An argument cannot be used.
    case argument = "ArgumentException"
    /// A text does not have the form of the wanted value.
    case format = "FormatException"
    /// A number does not fit its type.
    case overflow = "OverflowException"
    /// A division by zero.
    case divideByZero = "DivideByZeroException"
    /// The object is not in a state in which this works.
    case invalidOperation = "InvalidOperationException"
    /// A text is not JSON.
    case jsonReader = "JsonReaderException"
    /// The JSON has another form than is asked for.
    case json = "JsonException"
    /// A text is no URI.
    case uriFormat = "UriFormatException"
    /// The object cannot do this.
    case notSupported = "NotSupportedException"
    /// An exception that the expression makes itself.
    case general = "Exception"
    /// A text is no XML, or a name is none of XML.
    case xml = "XmlException"
    /// Something cryptographic failed.
    case cryptographic = "CryptographicException"
    /// A time zone that is not known.
    case timeZoneNotFound = "TimeZoneNotFoundException"
    /// A range of matching took too long.
    case regexTimeout = "RegexMatchTimeoutException"
}

extension ExpressionError {
    /// The error of a host object or of the library that stands for a .NET exception.
    ///
    /// - Parameters:
    ///   - exception: Which exception.
    ///   - message: Its `Message`.
    ///   - file: Where the error is made.
    ///   - line: The line there.
    /// - Returns: The error.
    public static func exception(
        _ exception: ExpressionException,
        _ message: String,
        file: String = #fileID,
        line: Int = #line
    ) -> ExpressionError {
        ExpressionError(.exception, message, exception: exception, file: file, line: line)
    }

    /// A member of `null` was used.
    static var nullReference: ExpressionError {
        .exception(.nullReference, "Object reference not set to an instance of an object.")
    }

    /// A dictionary without the key.
    static func keyNotFound(_ key: String) -> ExpressionError {
        .exception(.keyNotFound, "The given key was not present in the dictionary.")
    }

    /// An index that an array does not have.
    static var indexOutsideArray: ExpressionError {
        .exception(.indexOutOfRange, "Index was outside the bounds of the array.")
    }

    /// A collection that changed while it was enumerated.
    static var collectionModified: ExpressionError {
        .exception(.invalidOperation, "Collection was modified; enumeration operation may not execute.")
    }

    /// An index that a list does not have.
    static var indexArgumentOutOfRange: ExpressionError {
        .exception(
            .argumentOutOfRange,
            "Index was out of range. Must be non-negative and less than the size of the collection. (Parameter 'index')"
        )
    }

    /// A cast that the value's type does not allow.
    static func invalidCast(from source: String, to target: String) -> ExpressionError {
        .exception(.invalidCast, "Unable to cast object of type '\(source)' to type '\(target)'.")
    }
}
