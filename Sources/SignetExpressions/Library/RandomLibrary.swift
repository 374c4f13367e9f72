// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// `System.Random`: .NET's own sequence for a seed, the environment's generator without one.
final class RandomObject: LibraryObject {
    private struct Seeded {
        var values: [Int32]
        var next = 0
        var other = 21
    }

    private let seeded: Mutex<Seeded?>

    init(seed: Int32?) {
        self.seeded = Mutex(seed.map(Self.table))
    }

    var expressionType: String { "Random" }

    /// Knuth's subtractive generator, as .NET fills its table.
    private static func table(_ seed: Int32) -> Seeded {
        var values = Array(repeating: Int32(0), count: 56)
        var last = 161_803_398 &- (seed == .min ? .max : abs(seed))
        values[55] = last
        var current: Int32 = 1
        for index in 1..<55 {
            let place = 21 * index % 55
            values[place] = current
            current = last &- current
            if current < 0 { current &+= .max }
            last = values[place]
        }
        for _ in 1..<5 {
            for index in 1..<56 {
                values[index] = values[index] &- values[1 + (index + 30) % 55]
                if values[index] < 0 { values[index] &+= .max }
            }
        }
        return Seeded(values: values)
    }

    /// A number from 0 up to, not including, 2³¹ - 1.
    func sample(_ generator: any RandomNumberGenerator & Sendable) -> Int32 {
        self.seeded.withLock { seeded in
            guard var state = seeded else {
                var generator = generator
                return Int32.random(in: 0..<Int32.max, using: &generator)
            }
            state.next = state.next >= 55 ? 1 : state.next + 1
            state.other = state.other >= 55 ? 1 : state.other + 1
            var value = state.values[state.next] &- state.values[state.other]
            if value == .max { value -= 1 }
            if value < 0 { value &+= .max }
            state.values[state.next] = value
            seeded = state
            return value
        }
    }

    func real(_ generator: any RandomNumberGenerator & Sendable) -> Double {
        Double(sample(generator)) * (1.0 / Double(Int32.max))
    }
}

/// The members of `System.Random`.
enum RandomLibrary {
    static func table() -> LibraryTable { LibraryTable("Random", whole + others) }

    private static let whole: [LibraryDeclaration] = [
        .init("new()") { _, _ in .object(RandomObject(seed: nil)) },
        .init("new(int Seed)") { _, a in .object(RandomObject(seed: Int32(clamping: a.integer(0)))) },
        .init("int Next()") { state, a throws(ExpressionError) in
            .int(try a.object(0, RandomObject.self).sample(state.environment.random))
        },
        .init("int Next(int maxValue)") { state, a throws(ExpressionError) in
            guard a.integer(1) >= 0 else {
                throw .exception(
                    .argumentOutOfRange,
                    "'maxValue' must be greater than zero. (Parameter 'maxValue')"
                )
            }
            return .int(
                Int(try a.object(0, RandomObject.self).real(state.environment.random) * Double(a.integer(1)))
            )
        },
        .init("int Next(int minValue, int maxValue)") { state, a throws(ExpressionError) in
            let (low, high) = (a.integer(1), a.integer(2))
            guard low <= high else {
                throw .exception(
                    .argumentOutOfRange,
                    "'minValue' cannot be greater than maxValue. (Parameter 'minValue')"
                )
            }
            let part = try a.object(0, RandomObject.self).real(state.environment.random)
            return .int(low + Int(part * Double(high - low)))
        },
    ]

    private static let others: [LibraryDeclaration] = [
        .init("double NextDouble()") { state, a throws(ExpressionError) in
            .double(try a.object(0, RandomObject.self).real(state.environment.random))
        },
        .init("void NextBytes(byte[] buffer)") { state, a throws(ExpressionError) in
            let (random, array): (RandomObject, ExpressionArray) = (try a.object(0), try a.array(1))
            try state.charge(array.count)
            array.replace(
                bytes: (0..<array.count)
                    .map { _ in UInt8(truncatingIfNeeded: random.sample(state.environment.random)) }
            )
            return .null
        },
    ]
}
