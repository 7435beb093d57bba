/// The answer of a Redis server to a command.
package enum RedisAnswer: Equatable, Sendable {
    case null
    case text(String)
    case integer(Int)
    case list([RedisAnswer])

    package var text: String? { if case .text(let text) = self { text } else { nil } }

    package var integer: Int? { if case .integer(let number) = self { number } else { nil } }

    /// The parts of a list; empty for any other answer.
    package var parts: [RedisAnswer] { if case .list(let parts) = self { parts } else { [] } }
}
