import Foundation

/// What a finished command left behind on its streams.
struct CommandResult: Equatable, Sendable {
    /// 128 + n where signal n ended it.
    let exitCode: Int32
    let output: String
    let errors: String

    var outputLines: [String] { output.split(separator: "\n").map(String.init) }
    var errorLines: [String] { errors.split(separator: "\n").map(String.init) }

    /// The events of `--log-format json`.
    func events() throws -> [Event] {
        try outputLines.map { try JSONDecoder().decode(Event.self, from: Data($0.utf8)) }
    }

    /// The events about images, in byte order of generator and source: workers finish in any order.
    func images() throws -> [Event] {
        try events().filter { $0.event == "image" }
            .sorted { ($0.generator ?? "", $0.source ?? "") < ($1.generator ?? "", $1.source ?? "") }
    }

    func summary() throws -> Event? { try events().last { $0.event == "summary" } }
}

/// A line of `--log-format json`.
struct Event: Decodable, Equatable, Sendable {
    struct Failure: Decodable, Equatable, Sendable {
        let code: String
        let message: String
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
}
