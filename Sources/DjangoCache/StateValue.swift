import Foundation

/// The value `exists`, as the bytes that each kind of Django's caches reads.
enum StateValue {
    /// The text for memcached. `memcachedFlags` marks it as text.
    static let text = "exists"
    static let memcachedFlags = 16
    /// A pickle with protocol 0, which every version of Python reads.
    static let pickle = "V\(text)\np0\n."
    /// The content of the column `value` in a database.
    static let base64 = Data(pickle.utf8).base64EncodedString()

    /// The content of a file of the file-based cache: the pickle of the expiry, and the compressed pickle of the value.
    /// - Parameter expiry: seconds since 1970; nil for never.
    static func file(expiry: Double?) -> [UInt8] {
        let expiry = expiry.map { "F\($0)\n." } ?? "N."
        return Array(expiry.utf8) + zlib(Array(pickle.utf8))
    }

    /// The expiry in a file that `file(expiry:)` made, in seconds since 1970; nil for never.
    static func expiry(ofFile content: [UInt8]) -> Double? {
        guard content.first == UInt8(ascii: "F") else { return nil }
        return Double(String(decoding: content.dropFirst().prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self))
    }

    /// Returns a zlib stream (RFC 1950) with one stored block. A few bytes need no compression.
    private static func zlib(_ bytes: [UInt8]) -> [UInt8] {
        let length = UInt16(bytes.count)
        var (first, second): (UInt32, UInt32) = (1, 0)
        for byte in bytes {
            first = (first + UInt32(byte)) % 65_521
            second = (second + first) % 65_521
        }
        let checksum = second << 16 | first
        let header: [UInt8] = [
            0x78, 0x01, 0x01, UInt8(length & 0xFF), UInt8(length >> 8), UInt8(~length & 0xFF), UInt8(~length >> 8),
        ]
        return header + bytes + (0..<4).map { UInt8(truncatingIfNeeded: checksum >> (24 - 8 * $0)) }
    }
}
