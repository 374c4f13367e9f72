// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

/// A connection as the clock of its loop sees it.
///
/// It joins its loop when its handler is added and leaves when it is removed: a connection that is closed before it was ever
/// active, as one that is accepted while the listener closes, never becomes inactive either.
protocol LoopMember: AnyObject {
    /// Where it stands in the loop's list.
    var registration: Int? { get set }
    /// The tick at which ``deadlinePassed()`` is called.
    var deadline: Int { get }
    /// What was awaited has not happened in time.
    func deadlinePassed()
    /// Ends as soon as it is free.
    func drain()
    /// Ends at once.
    func close()
}

/// The connections of one kind on one loop; adding and removing take the same time however many there are.
struct LoopMembers {
    private var members: [any LoopMember] = []

    var isEmpty: Bool { self.members.isEmpty }
    var count: Int { self.members.count }

    mutating func add(_ member: any LoopMember) {
        member.registration = self.members.count
        self.members.append(member)
    }

    mutating func remove(_ member: any LoopMember) {
        guard let index = member.registration, let last = self.members.popLast() else { return }
        member.registration = nil
        guard last !== member else { return }
        self.members[index] = last
        last.registration = index
    }

    /// Those whose deadline has passed.
    func overdue(at tick: Int) -> [any LoopMember] { self.members.filter { $0.deadline <= tick } }

    /// All of them.
    var all: [any LoopMember] { self.members }
}
