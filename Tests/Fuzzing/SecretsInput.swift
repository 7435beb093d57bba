@testable import WorkerProtocol

/// The first line of the input is the text before a secret, and the other lines are the text after the secret.
struct SecretsInput {
    private static let mostBytes = 2048
    private static let canary = "canary1234"

    /// Texts in which the canary must be recognised as a secret. The text before or after them must not matter.
    private static let patterns = [
        "https://site:\(canary)@host/", "https://host/?sig=\(canary)&a", "password=\(canary)",
        "\"token\": \"\(canary)\"",
        "Authorization: Basic \(canary)", "Cookie: id=\(canary)", "Bearer \(canary)", "-u site:\(canary)",
        "https://hooks.slack.com/services/T0/\(canary)",
    ]

    private let text: String
    private let before: String
    private let after: String

    /// Returns nil if the input is longer than a message.
    init?(_ bytes: [UInt8]) {
        guard bytes.count <= Self.mostBytes else { return nil }
        text = String(decoding: bytes, as: UTF8.self)
        let lines = bytes.split(separator: UInt8(ascii: "\n"), maxSplits: 1, omittingEmptySubsequences: false)
        // Replace the characters that mark a key, a quotation, or an option. Otherwise, a part of the pattern that
        // follows could become the value of such a key.
        let openings = Set("=:\"'\\,-/@".utf8)
        before = String(decoding: lines[0].map { openings.contains($0) ? UInt8(ascii: " ") : $0 }, as: UTF8.self)
        after = lines.count > 1 ? String(decoding: lines[1], as: UTF8.self) : ""
    }

    func run() throws(FuzzError) {
        guard !text.contains(Self.canary) else { return }
        for pattern in Self.patterns {
            let message = "\(before)\n\(pattern)\n\(after)".withoutSecrets([])
            try require(!message.contains(Self.canary), "\(pattern) is not hidden in \(message.debugDescription)")
        }
        let known = "canary\(text.prefix(8))"
        let message = "\(before)\(known)\(after)".withoutSecrets([known])
        try require(message.firstRange(of: known) == nil, "a known value is not hidden in \(message.debugDescription)")
    }
}
