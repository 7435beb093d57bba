import Crypto
import Files

/// One of `count` parts of the sources. Every source is in exactly one part.
///
/// Let N be the number in the first eight bytes of the SHA-256 of a source's name (big-endian). The source is in the
/// part with the number 1 + (N modulo `count`). The part depends only on the name and the count, so all machines
/// compute the same part without communication.
package struct Shard: Hashable, Sendable {
    /// The number of the shard, from 1 to `count`.
    package let number: Int
    package let count: Int

    /// The only shard of a run of all sources.
    package static let whole = Shard()

    private init() { (number, count) = (1, 1) }

    package init?(number: Int, count: Int) {
        guard count >= 1, (1...count).contains(number) else { return nil }
        self.number = number
        self.count = count
    }

    /// Parses a shard in the form `K/N`, such as `3/8`.
    package init?(_ text: String) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2, parts.allSatisfy({ $0.utf8.allSatisfy { (48...57).contains($0) } }),
            let number = Int(parts[0]), let count = Int(parts[1])
        else { return nil }
        self.init(number: number, count: count)
    }

    /// Returns whether the shard contains the source with this name.
    package func contains(_ source: String) -> Bool { Self.number(of: source, count: count) == number }

    /// Returns the number of the shard that contains the source with this name.
    package static func number(of source: String, count: Int) -> Int {
        guard count > 1 else { return 1 }
        var source = source
        let hash = source.withUTF8 { bytes in
            var hash = SHA256()
            hash.update(bufferPointer: UnsafeRawBufferPointer(bytes))
            return hash.finalize().leadingNumber
        }
        return Int(hash % UInt64(count)) + 1
    }
}

extension Shard: CustomStringConvertible {
    package var description: String { "\(number)/\(count)" }
}
