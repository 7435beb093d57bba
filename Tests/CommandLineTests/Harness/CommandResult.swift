import Foundation

/// The exit code and the output of a finished command.
struct CommandResult: Equatable, Sendable {
    /// The exit code. It is 128 + n if signal n ended the process.
    let exitCode: Int32
    let output: String
    let errors: String

    var outputLines: [String] { output.split(separator: "\n").map(String.init) }
    var errorLines: [String] { errors.split(separator: "\n").map(String.init) }

    /// Returns the events of `--log-format json`.
    func events() throws -> [Event] {
        try outputLines.map { try JSONDecoder().decode(Event.self, from: Data($0.utf8)) }
    }

    /// Returns the events about images, sorted by generator and source, because workers finish in any order.
    func images() throws -> [Event] {
        try events().filter { $0.event == "image" }
            .sorted { ($0.generator ?? "", $0.source ?? "") < ($1.generator ?? "", $1.source ?? "") }
    }

    func summary() throws -> Event? { try events().last { $0.event == "summary" } }
}

/// An event: one line of `--log-format json`.
struct Event: Decodable, Equatable, Sendable {
    struct Failure: Decodable, Equatable, Sendable {
        let code: String
        let message: String
        var since: String?
    }

    let event: String
    let time: String?
    let generator: String?
    let source: String?
    let name: String?
    let status: String?
    let reason: String?
    let width: Int?
    let height: Int?
    let bytes: Int?
    let seconds: Double?
    let error: Failure?
    let generated: Int?
    let fresh: Int?
    let failed: Int?
    let would_generate: Int?
    let left: Int?
}
