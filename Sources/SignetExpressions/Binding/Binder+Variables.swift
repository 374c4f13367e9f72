// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

extension Binder {
    /// The variable of a name, which is about to be read or written.
    mutating func used(_ name: String) -> Local? {
        guard let local = local(name) else { return nil }
        use(local)
        return local
    }

    /// Notes that a variable is about to be read or written.
    mutating func use(_ local: Local) {
        if self.captures.level > local.level { self.captures.use(local.slot, declaredAt: local.level) }
    }

    /// Reads a variable.
    func value(of local: Local, offset: Int) -> Bound {
        let (slot, index) = (local.place, local.slot)
        guard local.place.isCell else { return Bound(local.type, depth: 1, offset: offset) { $0.locals[index] } }
        return Bound(local.type, depth: 1, offset: offset) { slot.read($0) }
    }

    /// Whether a member is a property whose value can be called.
    func holdsDelegate(_ target: Target, _ name: String) -> Bool {
        guard case .value(let bound) = target, case .anonymous(let names, let types) = bound.type,
            let place = names.firstIndex(of: name)
        else { return false }
        return types[place].isDelegate
    }
}
