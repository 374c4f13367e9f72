// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import SignetPlatformServer

@Suite struct TokenBucketTests {
    @Test func aPauseFillsTheBucketToTheBrimAndNotBeyond() {
        var bucket = TokenBucket(burst: 3, at: 0)
        for _ in 0..<3 { #expect(bucket.take(rate: 1, burst: 3, at: 0) == nil) }
        #expect(bucket.take(rate: 1, burst: 3, at: 0) == 1)
        #expect(bucket.take(rate: 1, burst: 3, at: 1) == nil)
        #expect(bucket.take(rate: 1, burst: 3, at: 1) == 1)
        for _ in 0..<3 { #expect(bucket.take(rate: 1, burst: 3, at: 1_000) == nil) }
        #expect(bucket.take(rate: 1, burst: 3, at: 1_000) == 1)
    }

    @Test func theWaitIsWhatTheRateNeeds() {
        var bucket = TokenBucket(burst: 1, at: 0)
        #expect(bucket.take(rate: 0.1, burst: 1, at: 0) == nil)
        #expect(bucket.take(rate: 0.1, burst: 1, at: 0) == 10)
        #expect(bucket.take(rate: 0.000_001, burst: 1, at: 0) == 3_600)
    }

    @Test func aClockThatIsSetBackFillsNothing() {
        var bucket = TokenBucket(burst: 1, at: 100)
        #expect(bucket.take(rate: 1, burst: 1, at: 100) == nil)
        #expect(bucket.take(rate: 1, burst: 1, at: 0) == 1)
        #expect(bucket.take(rate: 1, burst: 1, at: 1) == nil)
    }

    @Test func nobodySpendsAnothersAllowance() {
        var limits = ServerLimits()
        limits.requestsPerSecond = 1
        limits.burst = 1
        let limiter = RateLimiter(limits)
        #expect(limiter.wait(address: "a", client: "x", at: 0) == nil)
        #expect(limiter.wait(address: "a", client: "x", at: 0) == 1)
        #expect(limiter.wait(address: "b", client: "x", at: 0) == nil)
        #expect(limiter.wait(address: "a", client: "y", at: 0) == nil)
    }

    @Test func whoBringsTooManyNamesIsToldToComeBack() {
        var limits = ServerLimits()
        limits.requestsPerSecond = 0.001
        limits.burst = 1
        let limiter = RateLimiter(limits)
        for number in 0..<20_000 { _ = limiter.wait(address: "a", client: String(number), at: 0) }
        #expect(limiter.wait(address: "a", client: "one more", at: 0) == 1)
        #expect(limiter.wait(address: "a", client: "one more", at: 2_000) == nil)
    }
}
