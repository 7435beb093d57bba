import Synchronization
import Testing

@testable import Serving

@Suite struct SingleFlightTests {
    /// Work that ends when the test opens the gate.
    private final class Gate: Sendable {
        private let waiting = Mutex<[CheckedContinuation<Void, Never>]>([])
        private let isOpen = Mutex(false)

        func pass() async {
            await withCheckedContinuation { continuation in
                let isOpen = isOpen.withLock { isOpen in
                    if !isOpen { waiting.withLock { $0.append(continuation) } }
                    return isOpen
                }
                if isOpen { continuation.resume() }
            }
        }

        func open() {
            let all = isOpen.withLock { isOpen in
                isOpen = true
                return waiting.withLock(\.self)
            }
            for continuation in all { continuation.resume() }
        }
    }

    private final class Counter: Sendable {
        private let state = Mutex((value: 0, most: 0))

        var value: Int { state.withLock(\.value) }
        var most: Int { state.withLock(\.most) }

        @discardableResult
        func add(_ number: Int) -> Int {
            state.withLock { state in
                state.value += number
                state.most = max(state.most, state.value)
                return state.value
            }
        }
    }

    @Test func theWorkIsDoneOnceForAThousandTasks() async throws {
        let flights = SingleFlight<String, Int>(capacity: 1)
        let gate = Gate()
        let (made, joined) = (Counter(), Counter())
        let results = try await withThrowingTaskGroup(of: Int.self) { group in
            for _ in 0..<1000 {
                group.addTask {
                    async let value = flights.value(of: "a") {
                        await gate.pass()
                        return made.add(1)
                    }
                    if joined.add(1) == 1000 { gate.open() }
                    return try await value
                }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        // A task that asks after the end of the first piece of work starts a second one.
        #expect(results.count == 1000 && made.value <= 2)
        #expect(flights.count == 0)
    }

    @Test func furtherWorkIsRefused() async throws {
        let flights = SingleFlight<String, String>(capacity: 1)
        let gate = Gate()
        let (started, start) = AsyncStream.makeStream(of: Void.self)
        async let first = flights.value(of: "a") {
            start.yield()
            await gate.pass()
            return "made"
        }
        var iterator = started.makeAsyncIterator()
        await iterator.next()
        await #expect(throws: SingleFlight<String, String>.OverloadError.self) {
            try await flights.value(of: "b") { "too much" }
        }
        gate.open()
        #expect(try await first == "made")
        #expect(try await flights.value(of: "b") { "later" } == "later")
    }

    @Test func noMoreTasksRunThanThereAreSlots() async {
        let slots = Slots(3)
        let (running, done) = (Counter(), Counter())
        await withTaskGroup { group in
            for _ in 0..<200 {
                group.addTask {
                    await slots.use {
                        running.add(1)
                        await Task.yield()
                        running.add(-1)
                        done.add(1)
                    }
                }
            }
        }
        #expect(running.value == 0 && done.value == 200 && (2...3).contains(running.most))
    }
}
