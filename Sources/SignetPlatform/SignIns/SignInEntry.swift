// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetCore

/// One request for a token, as the sign-in log keeps it: who asked, how it ended, and why; never a secret.
struct SignInEntry: Sendable {
    /// The trace ID.
    let id: String
    /// The tenant that was asked.
    let tenant: String
    /// The client ID, in lower case; empty where none was sent.
    let clientID: String
    /// The entry in the words of Microsoft Graph's `signIn`, as JSON.
    let content: [UInt8]

    init(id: String, tenant: String, clientID: String, object: JSONObject) {
        self.id = id
        self.tenant = tenant
        self.clientID = clientID
        // A copy without room to grow: thousands of entries stay in memory.
        let text = JSONValue.object(object).serialized
        var content: [UInt8] = []
        content.reserveCapacity(text.count)
        content += text
        self.content = content
    }

    /// Reads what ``write(to:)`` wrote.
    init?(kept value: JSONValue) {
        guard let id = value["id"]?.string, let tenant = value["tenant"]?.string, let entry = value["entry"]?.object
        else {
            return nil
        }
        self.init(id: id, tenant: tenant, clientID: entry["appId"]?.string?.lowercased() ?? "", object: entry)
    }

    /// The entry as an object.
    var object: JSONObject { (try? JSONValue.parse(self.content))?.object ?? JSONObject() }

    /// How many bytes ``write(to:)`` appends, or a few more.
    var keptSize: Int { self.content.count + 2 * 128 }

    /// Appends the entry with its place, as it is kept: JSON around JSON, which need not be read for that.
    func write(to text: inout [UInt8]) {
        text.append(utf8: "{\"id\":")
        JSONValue.string(self.id).append(to: &text)
        text.append(utf8: ",\"tenant\":")
        JSONValue.string(self.tenant).append(to: &text)
        text.append(utf8: ",\"entry\":")
        text.append(contentsOf: self.content)
        text.append(UInt8(ascii: "}"))
    }
}
