// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

/// Types of .NET that exist, but that policy expressions may not use: the compiler knows them by name and says so.
enum ForeignTypes {
    private static let byNamespace: [String: Set<String>] = [
        "System": words(
            """
            Activator AggregateException AppDomain ApplicationException ArgumentException ArgumentNullException
            ArgumentOutOfRangeException ArithmeticException ArrayTypeMismatchException Attribute BadImageFormatException
            Buffer Console Delegate DivideByZeroException Environment EventArgs FormatException GC
            IndexOutOfRangeException InvalidCastException InvalidOperationException Lazy MulticastDelegate
            NotImplementedException NotSupportedException NullReferenceException ObjectDisposedException
            OperationCanceledException OutOfMemoryException OverflowException RankException SystemException
            TimeoutException UnauthorizedAccessException UriBuilder UriFormatException ValueType Version
            TimeZoneNotFoundException
            """
        ),
        "System.Collections": words("ArrayList Hashtable Comparer"),
        "System.Collections.Concurrent": words("ConcurrentDictionary ConcurrentQueue ConcurrentBag"),
        "System.Collections.Generic": words(
            "KeyNotFoundException SortedDictionary SortedList SortedSet LinkedList Comparer EqualityComparer"
        ),
        "System.Diagnostics": words("Debug Process Stopwatch Trace"),
        "System.Globalization": words("CultureInfo DateTimeStyles NumberFormatInfo NumberStyles TextInfo"),
        "System.IO": words(
            """
            BinaryReader BinaryWriter Directory DirectoryInfo EndOfStreamException File FileInfo FileStream IOException
            InvalidDataException MemoryStream Path Stream StreamReader StreamWriter
            """
        ),
        "System.Net": words("Cookie Dns HttpStatusCode HttpWebRequest ServicePointManager WebClient WebRequest"),
        "System.Net.Http": words("HttpClient HttpMethod HttpRequestMessage HttpResponseMessage StringContent"),
        "System.Reflection": words("Assembly BindingFlags MethodInfo PropertyInfo"),
        "System.Security.Cryptography": words(
            """
            Aes AesCryptoServiceProvider AesManaged CryptographicException DES ECDsa ICryptoTransform RandomNumberGenerator
            RC2 RSACng RSACryptoServiceProvider Rfc2898DeriveBytes Rijndael RijndaelManaged SHA256CryptoServiceProvider
            TripleDES
            """
        ),
        "System.Security.Cryptography.X509Certificates": words("X509Chain X509Store X509Certificate2Collection"),
        "System.Text": words("Decoder Encoder ASCIIEncoding UnicodeEncoding"),
        "System.Text.RegularExpressions": words("RegexMatchTimeoutException RegexCompilationInfo"),
        "System.Threading": words("CancellationToken Interlocked Monitor Mutex Thread ThreadPool Timer"),
        "System.Threading.Tasks": words("Parallel Task"),
        "System.Web": words("HttpContext HttpUtility"),
        "System.Xml": words("XmlConvert XmlDocument XmlElement XmlException XmlNode XmlReader XmlWriter"),
        "Newtonsoft.Json": words(
            """
            JsonException JsonReaderException JsonSerializationException JsonSerializer JsonSerializerSettings JsonTextReader
            NullValueHandling
            """
        ),
        "Newtonsoft.Json.Linq": words("JsonLoadSettings JsonMergeSettings MergeArrayHandling"),
    ]

    private static func words(_ text: String) -> Set<String> {
        Set(text.split(whereSeparator: \.isWhitespace).map(String.init))
    }

    /// The whole name of a type that may not be used, or `nil`.
    ///
    /// - Parameters:
    ///   - name: The name as it was written.
    ///   - imported: The namespaces that need not be written.
    /// - Returns: The name with its namespace.
    static func fullName(_ name: String, imported: Set<String>) -> String? {
        guard let dot = name.utf8.lastIndex(of: UInt8(ascii: ".")) else {
            return imported.sorted().first { byNamespace[$0]?.contains(name) == true }.map { $0 + "." + name }
        }
        let simple = String(name[name.index(after: dot)...])
        return self.byNamespace[String(name[..<dot])]?.contains(simple) == true ? name : nil
    }

    /// Whether a dotted name is, or begins, a namespace.
    static func isNamespace(_ name: String) -> Bool {
        self.byNamespace.keys.contains { $0 == name || $0.hasPrefix(name + ".") }
    }
}
