import Redis

/// The server of a queue was unavailable for longer than a command waits.
struct QueueOutageError: Error, CustomStringConvertible {
    let cause: RedisError
    let limit: Duration

    var description: String {
        "\(cause); gave up after \(limit.components.seconds) s: \(cause.remedy), and run the command again"
    }
}
