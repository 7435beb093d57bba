#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif
import ImageSpecs

// Messages of programs, libraries, and registries can contain secrets. `Failure` applies `withoutSecrets` to its
// message, and `StandardStream` applies it to all text on standard error. Other messages need a call of their own.

extension String {
    /// Replaces with `…`:
    /// - known secrets, by default those in the environment of this process;
    /// - the user and the password before the host of an address: `postgresql://site:secret@host/name`,
    ///   `https://token@host`;
    /// - the values of keys such as `password`: `?password=secret`, `PGPASSWORD='secret'`, `"token": "secret"`,
    ///   `Authorization: Bearer secret`, `Cookie: id=secret`, `?sig=secret`;
    /// - tokens after `Bearer`, the paths of webhooks, and `user:password` after an option such as `-u`.
    ///
    /// In doubt, the function hides too much. In an address, everything between `//` and the last `@` counts as the
    /// user and the password. A quoted address can contain spaces. A value that does not start with a quote ends only at
    /// white space, at the `&` of an address's query, or at the end of the quoted text that contains both the key and
    /// the value. The value of an authorization or a cookie can contain white space, so it ends only at the end of the
    /// line or of the quoted text.
    package func withoutSecrets(_ known: [String] = EnvironmentSecrets.values) -> String {
        // Work on bytes. In a string, a combining mark after a secret changes the last character of the secret, so the
        // secret would not be found.
        let mark = Array("…".utf8)
        let bytes = known.reduce(Array(utf8)) { $1.isEmpty ? $0 : $0.replacing(Array($1.utf8), with: mark) }
        var masked: [UInt8] = []
        var index = 0
        while index < bytes.count {
            let found = bytes.userOfAddress(at: index) ?? bytes.valueOfKey(at: index) ?? bytes.secretWord(after: index)
            if let secret = found {
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

/// The secrets in the environment of a process.
package enum EnvironmentSecrets {
    package static let values = found(in: ProcessInfo.processInfo.environment)

    /// The minimum length of a secret. A shorter value could be a part of any word of a message, so it is not replaced.
    private static let minLength = 6

    /// The variables that contain the shell's current and previous folder. Their names end in `pwd`, but their values
    /// are not secret.
    private static let folders = ["PWD", "OLDPWD"]

    /// Returns each line of the values of variables with names such as `API_KEY`, and the passwords of addresses in all
    /// other values. Each password is returned as it is written, and also without percent escapes. Long secrets come
    /// first, because a shorter secret can be part of a longer secret. If the shorter secret were replaced first, the
    /// longer secret would not be found.
    static func found(in environment: [String: String]) -> [String] {
        let values = environment.flatMap { name, value in
            isSecret(name) && !folders.contains(name)
                ? value.split(whereSeparator: \.isNewline).map(String.init) : passwords(of: value)
        }
        return Set(values.filter { $0.utf8.count >= minLength })
            .sorted { ($1.utf8.count, $0) < ($0.utf8.count, $1) }
    }

    private static func passwords(of value: String) -> [String] {
        // If the whole value is an address, its password can contain spaces. `userOfAddress` accepts spaces only in a
        // quoted address, so search the value also in quotes.
        [value, "\"\(value)\""].flatMap { text in
            let bytes = Array(text.utf8)
            return bytes.indices.flatMap { index -> [String] in
                guard let user = bytes.userOfAddress(at: index),
                    let colon = bytes[user].firstIndex(of: UInt8(ascii: ":"))
                else { return [] }
                let password = bytes[(colon + 1)..<user.upperBound]
                return [Array(password), percentDecoded(password)].compactMap(\.self)
                    .map { String(decoding: $0, as: UTF8.self) }
            }
        }
    }

    /// Whether the value of a key or a variable with this name is secret.
    fileprivate static func isSecret(_ name: String) -> Bool {
        let name = normalized(name)
        return (unambiguousKeys + ambiguousKeys).contains { name.hasSuffix($0) } || name == "sig"
            || name.hasSuffix("_sig")
    }

    /// Whether text without quotes after `name: ` is a value. Text after `client_secret: ` is always a value. Text
    /// after `token: ` can also be an explanation, as in `invalid token: it has expired`.
    fileprivate static func hasUnquotedValue(_ name: String) -> Bool {
        let normalized = normalized(name)
        return unambiguousKeys.contains { normalized.hasSuffix($0) } || normalized.contains("_") && isSecret(name)
    }

    /// Whether the value of this key can have several words, as in `Authorization: Token secret`.
    fileprivate static func authorizes(_ name: String) -> Bool {
        let name = normalized(name)
        return name.hasSuffix("authorization") || name.hasSuffix("cookie")
    }

    /// Returns the name in lower case, with `_` instead of `-`, and without the leading dashes of an option.
    private static func normalized(_ name: String) -> String {
        String(name.lowercased().replacing("-", with: "_").drop { $0 == "_" })
    }

    private static let unambiguousKeys = [
        "password", "passwd", "passphrase", "authorization", "api_key", "cookie", "dsn", "webhook",
    ]
    private static let ambiguousKeys = [
        "pass", "pwd", "secret", "token", "credentials", "apikey", "access_key", "secret_key", "private_key",
        "signature", "credential", "accesskeyid", "access_key_id", "session_id", "sessionid", "webhook_url",
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

    /// - Parameter index: the index of the last slash of an address's `//`, or of the `:/` that path normalization
    ///   leaves.
    /// - Returns: the range between that index and the last `@`.
    fileprivate func userOfAddress(at index: Int) -> Range<Int>? {
        let slash = UInt8(ascii: "/")
        guard self[index] == slash, index > 0, self[index - 1] == slash || self[index - 1] == UInt8(ascii: ":")
        else { return nil }
        let quote = quoteOfAddress(at: index)
        let word = self[(index + 1)...].prefix { byte in
            quote.map { byte != $0 && byte >= UInt8(ascii: " ") } ?? (!isSpace(byte) && !isQuote(byte))
        }
        guard word.first != slash, let end = word.lastIndex(of: UInt8(ascii: "@")), end > word.startIndex else {
            return nil
        }
        // In an address of PostgreSQL, a user without a password is not secret. In other addresses, the user can be a
        // token.
        let before = self[..<index].reversed().drop { $0 == slash }
        let isDatabase = ["postgresql:", "postgres:"].contains { before.starts(with: $0.utf8.reversed()) }
        if isDatabase, !self[word.startIndex..<end].contains(UInt8(ascii: ":")) { return nil }
        return word.startIndex..<end
    }

    /// - Parameter index: the index of the last slash before the user of an address.
    /// - Returns: the quote that the address starts after; nil if there is none.
    private func quoteOfAddress(at index: Int) -> UInt8? {
        let scheme = self[..<index].reversed().drop { $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: ":") }
        let before = scheme.drop { isOfKey($0) || $0 == UInt8(ascii: "+") || $0 == UInt8(ascii: ".") }
        return before.first.flatMap { isQuote($0) ? $0 : nil }
    }

    /// - Parameter index: the index of the separator between a key and its value.
    /// - Returns: the value, without its quotes.
    fileprivate func valueOfKey(at index: Int) -> Range<Int>? {
        guard isSeparator(self[index]) else { return nil }
        var end = index
        while end > 0, isQuote(self[end - 1]) || isSpace(self[end - 1]) || self[end - 1] == UInt8(ascii: "\\") {
            end -= 1
        }
        let name = String(decoding: self[..<end].reversed().prefix(while: isOfKey).reversed(), as: UTF8.self)
        let isPlain = self[index] == UInt8(ascii: ":") && !self[end..<index].contains(where: isQuote)
        guard isPlain ? EnvironmentSecrets.hasUnquotedValue(name) : EnvironmentSecrets.isSecret(name) else {
            return nil
        }
        // Text after the path of a file is not a value, as in `/etc/passwd: it is a folder`.
        let keyStart = end - name.utf8.count
        if isPlain, isInPath(keyStart) { return nil }
        let start = self[(index + 1)...].prefix { isSpace($0) || $0 == UInt8(ascii: "\\") }.endIndex
        guard start < endIndex else { return nil }
        if isQuote(self[start]) { return value(from: start + 1) { $0 == self[start] } }
        let quote = quoteAround(index)
        let before = self[..<keyStart].last
        let isOfQuery = before == UInt8(ascii: "?") || before == UInt8(ascii: "&")
        let spansLine = EnvironmentSecrets.authorizes(name)
        return value(from: start) { byte in
            if byte == quote { return true }
            if spansLine { return byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") }
            return isSpace(byte) || isOfQuery && byte == UInt8(ascii: "&")
        }
    }

    /// - Parameter index: the index of the first byte of a key.
    /// - Returns: whether the key is the end of a path with a slash, as in `/srv/site.htpasswd`, or of the name of a
    ///   hidden file, as in `.htpasswd`. A dot after other text is a part of the key, as in `db.password`.
    private func isInPath(_ index: Int) -> Bool {
        let dotted = self[..<index].reversed().prefix { isOfKey($0) || $0 == UInt8(ascii: ".") }
        let before = self[..<(index - dotted.count)].last
        if before == UInt8(ascii: "/") { return true }
        return dotted.elementsEqual(".".utf8) && (before.map { isSpace($0) || isQuote($0) } ?? true)
    }

    /// - Returns: everything before the first byte that ends the value and is not escaped with a backslash.
    private func value(from start: Int, until ends: (UInt8) -> Bool) -> Range<Int>? {
        var end = start
        while end < endIndex, !ends(self[end]) {
            end += self[end] == UInt8(ascii: "\\") ? 2 : 1
        }
        return end == start ? nil : start..<Swift.min(end, endIndex)
    }

    /// - Returns: the quote that is open at that index. An apostrophe inside or after a word does not open a quote.
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
