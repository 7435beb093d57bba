#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

// What programs, libraries and registries say may hold what is nobody else's to know. Every message passes here, whether
// a person, a script or the state is told: the failure of an image when it is made, all else when it is written.

extension String {
    /// With `…` in the place of
    /// - texts that are known to be secret: by default those of this process's own environment;
    /// - whoever an address names before its host, with the password: `postgresql://site:secret@host/name`, `https://token@host`;
    /// - the values of keys such as `password`: `?password=secret`, `PGPASSWORD='secret'`, `"token": "secret"`,
    ///   `Authorization: Bearer secret`.
    ///
    /// It would rather hide too much: in an address, all up to the last `@` is taken for the password.
    package func withoutSecrets(_ known: [String] = EnvironmentSecrets.values) -> String {
        let text = known.reduce(self) { $0.contains($1) ? $0.replacing($1, with: "…") : $0 }
        let bytes = Array(text.utf8)
        guard bytes.contains(where: { $0 == UInt8(ascii: "@") || bytes.isSeparator($0) }) else { return text }
        var masked: [UInt8] = []
        var index = 0
        while index < bytes.count {
            if let secret = bytes.userOfAddress(at: index) ?? bytes.valueOfKey(at: index) {
                masked += bytes[index..<secret.lowerBound] + Array("…".utf8)
                index = secret.upperBound
            } else {
                masked.append(bytes[index])
                index += 1
            }
        }
        return String(decoding: masked, as: UTF8.self)
    }
}

/// What a process's environment holds that no message may.
package enum EnvironmentSecrets {
    package static let values = found(in: ProcessInfo.processInfo.environment)

    /// Of shorter ones, every word of a message could hold one.
    private static let shortest = 6

    /// In these a shell keeps where it is and was.
    private static let folders = ["PWD", "OLDPWD"]

    /// The values of variables whose names tell, such as `API_KEY`, line by line, and the passwords of addresses in all
    /// others; the longest first, as one may be part of another.
    static func found(in environment: [String: String]) -> [String] {
        let values = environment.flatMap { name, value in
            isSecret(name) && !folders.contains(name)
                ? value.split(whereSeparator: \.isNewline).map(String.init) : passwords(of: value)
        }
        return Set(values.filter { $0.utf8.count >= shortest })
            .sorted { ($1.utf8.count, $0) < ($0.utf8.count, $1) }
    }

    private static func passwords(of value: String) -> [String] {
        let bytes = Array(value.utf8)
        return bytes.indices.compactMap { index in
            guard let user = bytes.userOfAddress(at: index),
                let colon = bytes[user].firstIndex(of: UInt8(ascii: ":"))
            else { return nil }
            return String(decoding: bytes[(colon + 1)..<user.upperBound], as: UTF8.self)
        }
    }

    /// Whether a key or a variable of that name has a secret for its value.
    fileprivate static func isSecret(_ name: String) -> Bool {
        let name = name.lowercased().replacing("-", with: "_")
        return (outspoken + others).contains { name.hasSuffix($0) }
    }

    /// Whether what follows `name: ` is its value, rather than what is said of something of that name.
    fileprivate static func isOutspoken(_ name: String) -> Bool {
        let name = name.lowercased().replacing("-", with: "_")
        return outspoken.contains { name.hasSuffix($0) }
    }

    private static let outspoken = ["password", "passwd", "passphrase", "authorization", "api_key"]
    private static let others = [
        "pass", "pwd", "secret", "token", "credentials", "apikey", "access_key", "secret_key", "private_key",
    ]
}

extension [UInt8] {
    fileprivate func isSeparator(_ byte: UInt8) -> Bool { byte == UInt8(ascii: "=") || byte == UInt8(ascii: ":") }

    private func isQuote(_ byte: UInt8) -> Bool { byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") }

    private func isSpace(_ byte: UInt8) -> Bool { byte <= UInt8(ascii: " ") }

    private func isOfKey(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"):
            true
        default: false
        }
    }

    /// - Parameter index: of the last slash of an address's `//`, or of `:/`, as paths leave it.
    /// - Returns: what stands between that and the last `@`.
    fileprivate func userOfAddress(at index: Int) -> Range<Int>? {
        let slash = UInt8(ascii: "/")
        guard self[index] == slash, index > 0, self[index - 1] == slash || self[index - 1] == UInt8(ascii: ":")
        else { return nil }
        let word = self[(index + 1)...].prefix { !isSpace($0) && !isQuote($0) }
        guard word.first != slash, let end = word.lastIndex(of: UInt8(ascii: "@")), end > word.startIndex else {
            return nil
        }
        // Who asks a database is no secret; elsewhere a name alone may be a token.
        let before = self[..<index].reversed().drop { $0 == slash }
        let isDatabase = ["postgresql:", "postgres:"].contains { before.starts(with: $0.utf8.reversed()) }
        if isDatabase, !self[word.startIndex..<end].contains(UInt8(ascii: ":")) { return nil }
        return word.startIndex..<end
    }

    /// - Parameter index: of what stands between a key and its value.
    /// - Returns: the value, without its quotes.
    fileprivate func valueOfKey(at index: Int) -> Range<Int>? {
        guard isSeparator(self[index]) else { return nil }
        var end = index
        while end > 0, isQuote(self[end - 1]) || isSpace(self[end - 1]) || self[end - 1] == UInt8(ascii: "\\") {
            end -= 1
        }
        let name = String(decoding: self[..<end].reversed().prefix(while: isOfKey).reversed(), as: UTF8.self)
        let isPlain = self[index] == UInt8(ascii: ":") && !self[end..<index].contains(where: isQuote)
        guard isPlain ? EnvironmentSecrets.isOutspoken(name) : EnvironmentSecrets.isSecret(name) else { return nil }
        // `/etc/passwd: it is a folder`
        let before = self[..<(end - name.utf8.count)].last
        if isPlain, before == UInt8(ascii: "/") || before == UInt8(ascii: ".") { return nil }
        return value(from: index + 1)
    }

    private func value(from start: Int) -> Range<Int>? {
        var rest = self[start...].drop { isSpace($0) || $0 == UInt8(ascii: "\\") }
        for scheme in ["bearer ", "basic "] {
            let word = rest.prefix(scheme.utf8.count)
            if String(decoding: word, as: UTF8.self).lowercased() == scheme { rest = rest.dropFirst(word.count) }
        }
        guard let first = rest.first else { return nil }
        guard isQuote(first) else {
            let value = rest.prefix { !isSpace($0) && !isQuote($0) && !"&;,".utf8.contains($0) }
            return value.isEmpty ? nil : value.indices
        }
        var end = rest.startIndex + 1
        while end < rest.endIndex, self[end] != first { end += self[end] == UInt8(ascii: "\\") ? 2 : 1 }
        end = Swift.min(end, rest.endIndex)
        return end == rest.startIndex + 1 ? nil : rest.startIndex + 1..<end
    }
}
