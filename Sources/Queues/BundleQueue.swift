import Files
import Redis
import Synchronization

/// A queue of bundles in a Redis database. Several machines can use it at the same time.
///
/// A bundle is delivered at least once. A worker that takes a bundle gets a lease, and extends the lease while it
/// works. If the worker is killed, another worker takes the bundle after the lease. A bundle that was taken too often
/// becomes a dead letter. Nothing is lost if the server restarts, provided that the server has saved its data.
///
/// Each read from the connection and each write to it has a time limit of a few seconds. If a function throws a
/// transient error, the caller can call the function again with the same arguments. If the server already executed a
/// command, a second execution of this command is harmless.
package final class BundleQueue: Sendable {
    package let address: QueueAddress
    /// The open connection; nil before the first command and after an error.
    private let connection = Mutex<RedisConnection?>(nil)

    /// The time limit of each read and each write in milliseconds.
    private static let patience: Int32 = 5000
    /// The maximum number of bytes of one line or text of an answer.
    private static let longestAnswer = 256 << 20
    /// The maximum number of bundles that one command sends.
    private static let bundlesAtOnce = 20

    package init(_ address: QueueAddress) { self.address = address }

    // MARK: - Sending

    /// Sends bundles with new ids from `newID`. After an error, call the function again with the same ids: it does not
    /// send a bundle again that is already in the queue.
    package func send(_ bundles: [(id: String, bundle: Bundle)]) throws(RedisError) {
        var rest = bundles[...]
        while !rest.isEmpty {
            let part = rest.prefix(Self.bundlesAtOnce)
            _ = try run(QueueScript.send, part.flatMap { [$0.id, $0.bundle.text] })
            rest = rest.dropFirst(part.count)
        }
    }

    package static func newID() -> String { randomName() }

    /// Calls `body` with each bundle that this version of imagekit can read, and whether the bundle is a dead letter.
    /// Bundles that are sent or finished during the call can be left out. Redis can return a bundle more than once.
    package func forEachBundle(_ body: (Bundle, _ isDead: Bool) -> Void) throws(RedisError) {
        let dead = Set(try answer(to: ["HKEYS", key(.dead)]).parts.compactMap(\.text))
        var cursor = "0"
        repeat {
            let page = try answer(to: ["HSCAN", key(.bundles), cursor, "COUNT", "100"]).parts
            let fields = page.last?.parts ?? []
            for index in stride(from: 0, to: fields.count - 1, by: 2) {
                guard let id = fields[index].text, let bundle = fields[index + 1].text.flatMap(Bundle.init(text:))
                else { continue }
                body(bundle, dead.contains(id))
            }
            cursor = page.first?.text ?? "0"
        } while cursor != "0"
    }

    // MARK: - Working

    /// Takes a bundle for the time of a lease.
    /// - Parameters:
    ///   - tries: the maximum number of times that a bundle is taken. After that, it becomes a dead letter.
    ///   - token: a new id from `newID`. After an error, call the function again with the same token: if only the answer
    ///     was lost, the function returns the same bundle.
    package func take(lease: Duration, tries: Int, token: String) throws(RedisError) -> TakenBundle.Result {
        let reason = "\(tries == 1 ? "a worker" : "\(tries) workers") ended before the bundle was finished"
        let answer = try run(QueueScript.take, [milliseconds(lease), String(tries), reason, token])
        let parts = answer.parts
        guard parts.count == 3, let id = parts[0].text, let count = parts[1].integer, let text = parts[2].text else {
            return .none(taken: answer.integer ?? 0)
        }
        return .taken(TakenBundle(id: id, tries: count, bundle: Bundle(text: text)))
    }

    /// Extends the lease of a bundle.
    /// - Returns: false if this worker no longer has the bundle, for example because another worker took it after the
    ///   lease.
    package func extend(_ taken: TakenBundle, lease: Duration) throws(RedisError) -> Bool {
        try run(QueueScript.extend, [taken.id, String(taken.tries), milliseconds(lease)]) == .integer(1)
    }

    /// Removes a finished bundle.
    package func finish(_ taken: TakenBundle) throws(RedisError) { _ = try run(QueueScript.finish, [taken.id]) }

    /// Gives back a bundle that is not finished.
    /// - Parameters:
    ///   - reason: the error of the worker; nil if the worker was stopped, or if its machine has no sources. In these
    ///     two cases, the try does not count.
    ///   - tries: the number of tries after which the bundle becomes a dead letter.
    package func giveBack(_ taken: TakenBundle, reason: String?, tries: Int) throws(RedisError) {
        let reason = reason.map { $0.isEmpty ? "unknown" : $0 } ?? ""
        _ = try run(QueueScript.giveBack, [taken.id, String(taken.tries), String(tries), reason])
    }

    // MARK: - Status

    package func counts() throws(RedisError) -> QueueCounts {
        QueueCounts(
            waiting: try answer(to: ["LLEN", key(.waiting)]).integer ?? 0,
            taken: try answer(to: ["ZCARD", key(.taken)]).integer ?? 0
        )
    }

    /// The dead letters in the order of their times.
    package func deadLetters() throws(RedisError) -> [DeadLetter] {
        let fields = try answer(to: ["HGETALL", key(.dead)]).parts.compactMap(\.text)
        var letters: [DeadLetter] = []
        for index in stride(from: 0, to: fields.count - 1, by: 2) {
            let (id, note) = (fields[index], fields[index + 1])
            let text = try answer(to: ["HGET", key(.bundles), id]).text
            letters.append(DeadLetter(id: id, note: note, bundle: text.flatMap(Bundle.init(text:))))
        }
        return letters.sorted { ($0.time, $0.id) < ($1.time, $1.id) }
    }

    /// Moves all dead letters back to the bundles that wait, and returns their number.
    package func retryDeadLetters() throws(RedisError) -> Int { try run(QueueScript.retryDeadLetters, []).integer ?? 0 }

    // MARK: - Commands

    private func key(_ key: QueueKey) -> String { key.name(inQueue: address.name) }

    private func milliseconds(_ duration: Duration) -> String { String(Int(duration.inSeconds * 1000)) }

    private func run(_ script: String, _ arguments: [String]) throws(RedisError) -> RedisAnswer {
        let keys = QueueKey.allCases.map(key)
        return try answer(to: ["EVAL", script, String(keys.count)] + keys + arguments)
    }

    private func answer(to command: [String]) throws(RedisError) -> RedisAnswer {
        try connection.withLock { (open) throws(RedisError) -> RedisAnswer in
            do throws(RedisError) {
                let connection =
                    if let open { open } else {
                        try RedisConnection(
                            address.redis,
                            milliseconds: Self.patience,
                            longestAnswer: Self.longestAnswer
                        )
                    }
                open = connection
                return try connection.answer(to: command)
            } catch {
                // Close the connection. Otherwise, an answer that arrives later would be mistaken for the answer to the
                // next command.
                open = nil
                throw error
            }
        }
    }
}
