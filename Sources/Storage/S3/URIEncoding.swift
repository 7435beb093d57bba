import ImageSpecs

extension String {
    /// The text with all characters escaped except `A-Z a-z 0-9 - . _ ~`, as Signature Version 4 requires.
    /// - Parameter kept: other bytes that are not escaped.
    func uriEncoded(keeping kept: String = "") -> String {
        percentEncoded(self, keeping: Self.unreserved.union(kept.utf8))
    }

    /// The text that a server encoded for a URL's query: `+` is a space.
    var uriDecoded: String {
        var decoded: [UInt8] = []
        let bytes = Array(utf8)
        var index = 0
        while index < bytes.count {
            let byte = bytes[index]
            let digits = bytes[(index + 1)...].prefix(2)
            if byte == UInt8(ascii: "%"), digits.count == 2,
                let value = UInt8(String(decoding: digits, as: UTF8.self), radix: 16)
            {
                decoded.append(value)
                index += 3
            } else {
                decoded.append(byte == UInt8(ascii: "+") ? UInt8(ascii: " ") : byte)
                index += 1
            }
        }
        return String(decoding: decoded, as: UTF8.self)
    }

    private static let unreserved = Set(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~".utf8
    )
}
