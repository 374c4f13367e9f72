// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

/// What the part of a row of accesses before the next dot stands for.
enum Target {
    case value(Bound)
    case type(StaticType)
    case staticClass(String)
    case namespace(String)
    case function(LocalFunction)
    /// A method whose arguments have not been seen yet.
    case method(MethodGroup)
}

/// A method before its call.
struct MethodGroup {
    /// The object that it is called on; `nil` for a static method.
    let receiver: Bound?
    /// The name of the type in C#.
    let owner: String
    let name: String
    let typeArguments: [TypeSyntax]
    let offset: Int
}
