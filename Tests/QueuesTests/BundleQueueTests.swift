import CacheState
import Redis
import TestSupport
import Testing

@testable import Queues

/// Tests with a real server. A lease of zero is over at once.
@Suite(.enabled(if: TestServer.isInstalled("redis-server"))) struct BundleQueueTests {
    private let server: TestServer
    private let queue: BundleQueue

    init() throws {
        server = try TestServer.redis()
        queue = BundleQueue(try #require(QueueAddress("unix://\(server.socket)", [:])))
    }

    private func bundle(_ source: String) throws -> Bundle {
        Bundle(patterns: [], options: [], shard: try #require(Shard(number: 1, count: 1)), sources: [source])
    }

    private func take(
        lease: Int = 60,
        tries: Int = 3,
        token: String = BundleQueue.newID()
    ) throws -> TakenBundle {
        guard case .taken(let taken) = try queue.take(lease: .seconds(lease), tries: tries, token: token) else {
            throw EmptyQueueError()
        }
        return taken
    }

    private struct EmptyQueueError: Error {}

    private func isEmpty(taken: Int = 0) throws -> Bool {
        let result = try queue.take(lease: .seconds(60), tries: 3, token: BundleQueue.newID())
        return if case .none(taken) = result { true } else { false }
    }

    @Test func bundlesAreTakenInTheirOrderAndFinished() throws {
        try queue.send([("1", bundle("a.jpg")), ("2", bundle("b.jpg"))])
        #expect(try queue.counts() == QueueCounts(waiting: 2, taken: 0))
        let (first, second) = (try take(), try take())
        #expect(first.bundle?.sources == ["a.jpg"] && second.bundle?.sources == ["b.jpg"])
        #expect(try isEmpty(taken: 2))
        try queue.finish(first)
        try queue.finish(second)
        #expect(try isEmpty())
        #expect(try server.redis("dbsize") == "0\n")
    }

    /// After a connection that ended, the sender does not know whether the command was executed.
    @Test func aBundleThatIsSentTwiceWaitsOnce() throws {
        try queue.send([("1", bundle("a.jpg"))])
        try queue.send([("1", bundle("a.jpg")), ("2", bundle("b.jpg"))])
        #expect(try queue.counts() == QueueCounts(waiting: 2, taken: 0))
    }

    @Test func aBundleOfAKilledWorkerIsTakenAgain() throws {
        try queue.send([("1", bundle("a.jpg")), ("2", bundle("b.jpg"))])
        let dead = try take(lease: 0)
        let next = try take()
        #expect(next.id == "1" && next.tries == 2)
        // The first worker can neither extend nor give back a bundle that another worker has.
        #expect(try !queue.extend(dead, lease: .seconds(60)))
        try queue.giveBack(dead, reason: "late", tries: 1)
        #expect(try queue.extend(next, lease: .seconds(60)))
        #expect(try queue.counts() == QueueCounts(waiting: 1, taken: 1))
        // But it can finish the bundle, because it has made the images.
        try queue.finish(dead)
        #expect(try !queue.extend(next, lease: .seconds(60)))
        try queue.finish(next)
        #expect(try take().id == "2")
    }

    /// The answer of the server was lost, so the worker sends the same command again.
    @Test func aTakeThatIsRepeatedReturnsTheSameBundle() throws {
        try queue.send([("1", bundle("a.jpg")), ("2", bundle("b.jpg"))])
        _ = try take(lease: 0, tries: 1, token: "one")
        let again = try take(tries: 1, token: "one")
        #expect(again.id == "1" && again.tries == 1 && again.bundle?.sources == ["a.jpg"])
        // The repeated command extends the lease.
        #expect(try take(lease: 0, token: "two").id == "2")
        // After the lease, another worker takes the bundle.
        let next = try take(token: "three")
        #expect(next.id == "2" && next.tries == 2)
        #expect(try queue.deadLetters().isEmpty)
        #expect(throws: EmptyQueueError.self) { try take(token: "two") }
        try queue.giveBack(again, reason: nil, tries: 1)
        #expect(try take(token: "one").id == "1")
        for taken in [again, next] { try queue.finish(taken) }
        #expect(try server.redis("dbsize") == "0\n")
    }

    @Test func anExtendedLeaseIsNotOver() throws {
        try queue.send([("1", bundle("a.jpg"))])
        let taken = try take(lease: 0)
        #expect(try queue.extend(taken, lease: .seconds(60)))
        #expect(try isEmpty(taken: 1))
    }

    @Test func aBundleThatEndsItsWorkersBecomesADeadLetter() throws {
        try queue.send([("1", bundle("a.jpg"))])
        for number in 1...3 { #expect(try take(lease: 0).tries == number) }
        #expect(try isEmpty())
        let letter = try #require(try queue.deadLetters().first)
        #expect(letter.id == "1" && letter.bundle?.sources == ["a.jpg"])
        #expect(letter.reason == "3 workers ended before the bundle was finished")
        let now = try currentTime()
        #expect((now - 60...now).contains(letter.time))
        #expect(try queue.retryDeadLetters() == 1)
        #expect(try queue.deadLetters().isEmpty)
        #expect(try take().tries == 1)
    }

    private func currentTime() throws -> Int { Int(try server.redis("time").split(separator: "\n")[0]) ?? 0 }

    @Test func anErrorCountsAsATryAndAStopDoesNot() throws {
        try queue.send([("1", bundle("a.jpg")), ("2", bundle("b.jpg"))])
        try queue.giveBack(try take(), reason: nil, tries: 2)
        let first = try take()
        #expect(first.id == "1" && first.tries == 1)
        try queue.giveBack(first, reason: "no space left on device", tries: 2)
        #expect(try take().id == "2")
        let last = try take()
        #expect(last.id == "1" && last.tries == 2)
        try queue.giveBack(last, reason: "no space left on device", tries: 2)
        #expect(try queue.deadLetters().map(\.reason) == ["no space left on device"])
    }

    @Test func allBundlesAreListed() throws {
        let sources = (0..<700).map { "\($0).jpg" }
        try queue.send(try sources.map { ($0, try bundle($0)) })
        try queue.giveBack(try take(), reason: "broken", tries: 1)
        var (living, dead): (Set<String>, Set<String>) = ([], [])
        try queue.forEachBundle { if $1 { dead.formUnion($0.sources) } else { living.formUnion($0.sources) } }
        #expect(dead == ["0.jpg"])
        #expect(living == Set(sources.dropFirst()))
    }

    @Test func queuesInOneDatabaseAreSeparate() throws {
        let other = BundleQueue(try #require(QueueAddress("unix://\(server.socket)?queue=other", [:])))
        try other.send([("1", bundle("a.jpg"))])
        #expect(try isEmpty())
        #expect(try other.counts() == QueueCounts(waiting: 1, taken: 0))
    }

    @Test(arguments: ["1.jpg", #"{"version":9}"#])
    func anythingElseIsNoBundle(_ text: String) throws {
        _ = try server.redis("hset", "imagekit:{default}:bundles", "1", text)
        _ = try server.redis("rpush", "imagekit:{default}:waiting", "1")
        #expect(try take().bundle == nil)
    }
}
