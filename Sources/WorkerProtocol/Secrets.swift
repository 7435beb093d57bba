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
    /// It would rather hide too much: in an address, all up to the last `@` is taken for the password; a value without quotes
    /// ends at white space alone, but for the `&` of an address's query and the quote that all of it stands in, and what
    /// authorizes at the line's end.
    package func withoutSecrets(_ known: [String] = EnvironmentSecrets.values) -> String {
        // As bytes: a mark that combines with a secret's last letter makes another character of it.
        let mark = Array("…".utf8)
        let bytes = known.reduce(Array(utf8)) { $1.isEmpty ? $0 : $0.replacing(Array($1.utf8), with: mark) }
        var masked: [UInt8] = []
        var index = 0
        while index < bytes.count {
            if let secret = bytes.userOfAddress(at: index) ?? bytes.valueOfKey(at: index) {
                masked += bytes[index..<secret.lowerBound] + mark
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
        let name = normalized(name)
        return (outspoken + others).contains { name.hasSuffix($0) }
    }

    /// Whether what follows `name: ` is its value, rather than what is said of something of that name: no sentence ends in
    /// `client_secret`, as some do in `token`.
    fileprivate static func isOutspoken(_ name: String) -> Bool {
        let normalized = normalized(name)
        return outspoken.contains { normalized.hasSuffix($0) } || normalized.contains("_") && isSecret(name)
    }

    /// Whether the value may be several words, as `Token secret` is.
    fileprivate static func authorizes(_ name: String) -> Bool { normalized(name).hasSuffix("authorization") }

    /// As variables are spelled, and without the dashes of an option.
    private static func normalized(_ name: String) -> String {
        String(name.lowercased().replacing("-", with: "_").drop { $0 == "_" })
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
        let start = self[(index + 1)...].prefix { isSpace($0) || $0 == UInt8(ascii: "\\") }.endIndex
        guard start < endIndex else { return nil }
        if isQuote(self[start]) { return value(from: start + 1) { $0 == self[start] } }
        let quote = quoteAround(index)
        let isOfQuery = before == UInt8(ascii: "?") || before == UInt8(ascii: "&")
        let isWhole = EnvironmentSecrets.authorizes(name)
        return value(from: start) { byte in
            if byte == quote { return true }
            if isWhole { return byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") }
            return isSpace(byte) || isOfQuery && byte == UInt8(ascii: "&")
        }
    }

    /// - Returns: all before the first byte that ends it and has no backslash before it.
    private func value(from start: Int, until ends: (UInt8) -> Bool) -> Range<Int>? {
        var end = start
        while end < endIndex, !ends(self[end]) {
            end += self[end] == UInt8(ascii: "\\") ? 2 : 1
        }
        return end == start ? nil : start..<Swift.min(end, endIndex)
    }

    /// - Returns: the quote that is open at that index; an apostrophe within or after a word opens none.
    private func quoteAround(_ index: Int) -> UInt8? {
        var open: UInt8?
        for at in 0..<index where isQuote(self[at]) {
            if self[at] == open {
                open = nil
            } else if open == nil, at == 0 || !isOfKey(self[at - 1]) {
                open = self[at]
            }
        }
        return open
    }
}
