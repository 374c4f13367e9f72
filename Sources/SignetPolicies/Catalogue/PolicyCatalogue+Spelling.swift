// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

extension PolicyCatalogue {
    /// The policy whose name is most like a misspelt one, when any is like it at all.
    static func nearest(to name: String) -> String? {
        let letters = Array(name.lowercased().utf8)
        guard letters.count <= 64 else { return nil }
        let near = self.definitions.keys.map { (name: $0, distance: distance(letters, Array($0.utf8))) }
            .min { ($0.distance, $0.name) < ($1.distance, $1.name) }
        guard let near, near.distance <= max(1, letters.count / 4) else { return nil }
        return near.name
    }

    /// How many letters must be changed, added or removed.
    private static func distance(_ left: [UInt8], _ right: [UInt8]) -> Int {
        var row = Array(0...right.count)
        for (index, letter) in left.enumerated() {
            var diagonal = row[0]
            row[0] = index + 1
            for column in right.indices {
                let substitution = diagonal + (letter == right[column] ? 0 : 1)
                diagonal = row[column + 1]
                row[column + 1] = min(substitution, row[column] + 1, diagonal + 1)
            }
        }
        return row[right.count]
    }
}
