// This file finds secrets that do not follow a key such as `password`.

extension [UInt8] {
    /// - Returns: the range of a secret that begins after an index: the path of a webhook, the token after `Bearer`, or
    ///   the value after an option such as `-u` or `--cookie`.
    func secretWord(after index: Int) -> Range<Int>? {
        webhook(after: index) ?? bearerToken(after: index) ?? optionUser(after: index)
    }

    /// Finds the secret in the path of a webhook, as in `https://hooks.slack.com/services/T0/B0/secret` and
    /// `https://host/api/webhooks/1/secret`.
    private func webhook(after index: Int) -> Range<Int>? {
        guard self[index] == UInt8(ascii: "/"),
            ["hooks.slack.com/services/", "/webhooks/", "/webhook/"].contains(where: { ends(with: $0, at: index) })
        else { return nil }
        let start = self[..<index].lastIndex(where: isEndOfWord).map { $0 + 1 } ?? 0
        guard self[start..<index].firstRange(of: "://".utf8) != nil else { return nil }
        return word(from: index + 1)
    }

    /// Finds a token after `Bearer`. If fewer than 8 characters follow, they count as a word of a sentence.
    private func bearerToken(after index: Int) -> Range<Int>? {
        guard self[index] == UInt8(ascii: " "), ends(with: "bearer ", at: index), isStart(index - 6),
            let token = word(from: index + 1), token.count >= 8
        else { return nil }
        return token
    }

    /// Finds the value after `-u`, `--user`, `--proxy-user`, and `--cookie`. After all options except `--cookie`, the
    /// value must have the form `user:password`. The option and its value can also be items of a list:
    /// `"-u", "user:password"`.
    private func optionUser(after index: Int) -> Range<Int>? {
        let isGlued = index > 0 && self[index] == UInt8(ascii: "u") && self[index - 1] == UInt8(ascii: "-")
        var start = index + 1
        if isGlued, isStart(index - 1), start < endIndex, !isEndOfWord(self[start]) {
            return credentials(from: start)
        }
        guard isBetweenWords(self[index]) else { return nil }
        let options = ["-u", "--user", "--proxy-user", "--cookie"]
        let option = options.first { index >= $0.utf8.count && ends(with: $0, at: index - 1) }
        guard let option, isStart(index - option.utf8.count) else { return nil }
        while start < endIndex, isBetweenWords(self[start]) { start += 1 }
        return option == "--cookie" ? word(from: start) : credentials(from: start)
    }

    private func credentials(from start: Int) -> Range<Int>? {
        guard let word = word(from: start), let colon = self[word].firstIndex(of: UInt8(ascii: ":")),
            colon > word.lowerBound, colon + 1 < word.upperBound
        else { return nil }
        return word
    }

    /// Whether `text` ends at an index. The case of letters is ignored.
    /// - Parameter text: the text in lower case.
    private func ends(with text: String, at index: Int) -> Bool {
        let count = text.utf8.count
        guard index + 1 >= count else { return false }
        return zip(self[(index + 1 - count)...index], text.utf8).allSatisfy { byte, letter in
            byte == letter || 65...90 ~= byte && byte | 0x20 == letter
        }
    }

    /// Whether a word can begin at an index.
    private func isStart(_ index: Int) -> Bool {
        index == 0 || isBetweenWords(self[index - 1])
            || [UInt8(ascii: "["), UInt8(ascii: ":")].contains(self[index - 1])
    }

    /// Returns the range of the word that starts at an index. The word ends before the next white space or quote. If a
    /// quote precedes the word, the word ends only before the next quote of the same kind.
    private func word(from start: Int) -> Range<Int>? {
        if start > 0, start < endIndex, [UInt8(ascii: "\""), UInt8(ascii: "'")].contains(self[start - 1]) {
            let end = self[start...].firstIndex(of: self[start - 1]) ?? endIndex
            return end > start ? start..<end : nil
        }
        let end = self[Swift.min(start, endIndex)...].firstIndex(where: isEndOfWord) ?? endIndex
        return end > start ? start..<end : nil
    }

    private func isEndOfWord(_ byte: UInt8) -> Bool {
        byte <= UInt8(ascii: " ") || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'")
    }

    private func isBetweenWords(_ byte: UInt8) -> Bool {
        isEndOfWord(byte) || byte == UInt8(ascii: ",") || byte == UInt8(ascii: "=")
    }
}
