// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

/// The page that lists every type and member that expressions may use, made from the tables that bind them.
package enum ExpressionReference {
    /// The page as Markdown.
    package static var markdown: String {
        var page = """
            # Policy expressions: types and members

            <!-- Made from the code that implements it: SIGNET_WRITE_PAGES=1 swift test --filter ExpressionPageTests -->

            An expression is `@(…)` with one C# 7 expression, or `@{…}` with statements of which every path returns. What is
            not listed here does not exist in expressions: a document that uses it is refused when it is loaded. The list is
            that of API Management's documentation ("API Management policy expressions").

            ## Language

            \(language)

            ## The context


            """
        for name in ContextCatalogue.members.keys.sorted() {
            page += "### `\(name)`\n\n"
            let members = ContextCatalogue.members[name] ?? [:]
            let lines = members.map { "`\($0.value.name) \($0.key.rawValue)`" } + signatures(of: name)
            page += listed(lines)
        }
        page += "## The library\n\n"
        let names = Set(TypeCatalogue.names).subtracting(ContextCatalogue.members.keys)
        let groups = Dictionary(grouping: names) { name in
            StaticType.systemNames[name] == nil ? alias(of: name) ?? name : name
        }
        for name in groups.keys.sorted() {
            let lines =
                signatures(of: name) + (EnumerationCatalogue.values[name]?.keys.sorted().map { "`\($0)`" } ?? [])
            guard !lines.isEmpty else { continue }
            page += "### `\(name)`\n\n" + listed(lines)
        }
        page += "## Collections and sequences\n\n"
        for (name, members) in collections {
            page += "- `\(name)`: " + members.split(separator: " ").map { "`\($0)`" }.joined(separator: ", ") + "\n"
        }
        return page
    }

    /// C#'s word for a class that has one.
    private static func alias(of name: String) -> String? { StaticType.systemNames.first { $0.value == name }?.key }

    private static func listed(_ lines: [String]) -> String {
        lines.isEmpty ? "No members.\n\n" : lines.sorted().map { "- \($0)\n" }.joined() + "\n"
    }

    private static func signatures(of owner: String) -> [String] {
        let (methods, properties) = Library.all(owner)
        let calls = methods.filter { $0.name != "set_Item" }
            .map { method in
                let parameters = method.parameters.enumerated()
                    .map { index, type in
                        let isLast = index == method.parameters.count - 1
                        let word = isLast && method.isVariadic ? "params " : isLast && method.hasOutput ? "out " : ""
                        let name = method.names.indices.contains(index) ? " " + method.names[index] : ""
                        let isOptional = index >= method.parameters.count - method.optional
                        return word + type.name + name + (isOptional ? " = default" : "")
                    }
                let list = parameters.joined(separator: ", ")
                switch method.name {
                case LibraryMethod.constructor: return "`new \(owner)(\(list))`"
                case LibraryMethod.indexer: return "`\(method.result.name) this[\(list)]`"
                default: return "`\(method.isStatic ? "static " : "")\(method.result.name) \(method.name)(\(list))`"
                }
            }
        let values = properties.map { property in
            let accessors = property.setter == nil ? "get;" : "get; set;"
            return "`\(property.isStatic ? "static " : "")\(property.type.name) \(property.name) { \(accessors) }`"
        }
        return calls + values
    }

    private static let language = """
        All operators with C#'s precedence, promotion and overflow rules; strings, verbatim and interpolated, with formats and
        alignment; `var` and typed locals, `const`; `if`, `switch` with patterns and `when`, `for`, `foreach`, `while`, `do`,
        `try`/`catch`/`finally` with filters, `throw`, `using`, `return`; lambdas, method groups, `Func`, `Action`, `Predicate`
        and `Comparison`, local functions; generics, casts, `as`, `is` with patterns, `?.`, `?[]`, `??`, `?:`, `out` variables,
        arguments by name, object, collection and array initialisers, anonymous types, `typeof` as an argument, `nameof`,
        `default`, indexers, `params`, nullable types, `checked` and `unchecked`; queries with keywords (`from` … `where` …
        `orderby` … `join` … `let` … `group` … `into` … `select`). Where LINQ and the collections take a `StringComparer`, it
        is their last argument. Not there: the tuples of C# 7, `dynamic`, `goto`, `ref`, `unsafe`.
        """

    /// The members that are generic: the code that binds them knows their types.
    private static let collections: [(String, String)] = [
        (
            "IEnumerable<T>, arrays, string, tokens",
            "Aggregate All Any Append AsEnumerable Average Cast Concat Contains Count DefaultIfEmpty Distinct ElementAt "
                + "ElementAtOrDefault Except First FirstOrDefault GroupBy GroupJoin Intersect Join Last LastOrDefault LongCount Max Min OfType "
                + "OrderBy OrderByDescending Prepend Reverse Select SelectMany SequenceEqual Single SingleOrDefault Skip "
                + "SkipWhile Sum Take TakeWhile ThenBy ThenByDescending ToArray ToDictionary ToHashSet ToList ToLookup Union "
                + "Where Zip"
        ),
        (
            "List<T>, HashSet<T>, Queue<T>, Stack<T>, IList<T>, ICollection<T>, ISet<T>",
            "Add AddRange BinarySearch Clear Contains ConvertAll Count Enqueue Dequeue ExceptWith Exists Find FindAll FindIndex "
                + "FindLast FindLastIndex ForEach GetRange IndexOf Insert InsertRange IntersectWith IsProperSubsetOf "
                + "IsProperSupersetOf IsSubsetOf IsSupersetOf LastIndexOf Overlaps Peek Pop Push Remove RemoveAll RemoveAt "
                + "RemoveRange Reverse SetEquals Sort SymmetricExceptWith TrimExcess TrueForAll UnionWith this[]"
        ),
        (
            "Dictionary<K, V>, IDictionary<K, V>",
            "Add Clear ContainsKey ContainsValue Count GetValueOrDefault Keys Remove TryAdd TryGetValue Values this[]"
        ),
        ("IDictionary<string, IList<string>>", "ToFormUrlEncodedContent ToQueryString"),
        ("IReadOnlyDictionary<string, V>", "ContainsKey Count GetValueOrDefault Keys TryGetValue this[]"),
        (
            "KeyValuePair<K, V>, IGrouping<K, V>, ILookup<K, V>, Tuple<…>",
            "Key Value Item1 Item2 Item3 Item4 Item5 Item6 Item7"
        ),
        ("JToken", "Value<T> Values<T> Children<T> ToObject<T> this[]"),
        ("Enum", "Parse Parse<T> TryParse TryParse<T>"),
        ("JsonConvert", "SerializeObject DeserializeObject DeserializeObject<T>"),
        (
            "IMessageBody",
            "As<string> As<byte[]> As<JObject> As<JArray> As<JToken> As<XDocument> As<XElement> As<XNode> "
                + "AsFormUrlEncodedContent"
        ),
        ("Array, Enumerable, Tuple", "Exists Find FindAll TrueForAll IndexOf Empty<T> Range Repeat Create"),
        ("every value", "ToString Equals GetHashCode"),
    ]
}
