/// The bits of one restart interval of the entropy-coded data, without stuffed bytes.
///
/// The reader loads eight bytes at a time and does not check for the end of the data, because a check before each code
/// would take a fifth of the decoding time. Every load is inside the buffer, because `position` never exceeds `limit`,
/// and eight bytes of the buffer follow `limit`. After the last bit of the data, the reader returns zeros. When it
/// returns the first of these zeros, `isOverrun` becomes true.
struct BitReader {
    /// The number of zero bytes after the data of each restart interval.
    static let padding = 16

    private let end: UnsafePointer<UInt8>
    private let limit: UnsafePointer<UInt8>
    private var position: UnsafePointer<UInt8>
    /// The next bits of the data. The most significant bit is the first one.
    var bits: UInt64 = 0
    /// The number of valid bits in `bits`. It is at least 56 after `refill`.
    private var count = 0

    /// - Parameters:
    ///   - bytes: at least `range.upperBound + padding` bytes.
    ///   - range: the bytes of the interval.
    init(_ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>) {
        guard let start = bytes.baseAddress, range.lowerBound >= 0,
            range.upperBound <= bytes.count - Self.padding
        else { preconditionFailure("an interval has no padding") }
        end = start + range.upperBound
        limit = end + (Self.padding - 8)
        position = start + range.lowerBound
    }

    /// Whether more bits were read than the data contains.
    var isOverrun: Bool { (position - end) * 8 > count }

    @inline(__always)
    mutating func refill() {
        let word = UInt64(bigEndian: UnsafeRawPointer(position).loadUnaligned(as: UInt64.self))
        bits |= word &>> UInt64(truncatingIfNeeded: count)
        let next = position + (63 &- count) &>> 3
        position = next > limit ? limit : next
        count |= 56
    }

    @inline(__always)
    mutating func skip(_ length: Int) {
        bits &<<= UInt64(truncatingIfNeeded: length)
        count &-= length
    }

    /// Returns the next bits as a number.
    /// - Parameter length: from 1 to 16.
    @inline(__always)
    mutating func next(_ length: Int) -> Int {
        let value = Int(truncatingIfNeeded: bits &>> UInt64(truncatingIfNeeded: 64 &- length))
        skip(length)
        return value
    }

    @inline(__always)
    mutating func nextBit() -> Bool {
        let bit = Int64(bitPattern: bits) < 0
        skip(1)
        return bit
    }

    /// Returns the entry of a table for the next bits. The index is always in range, because it has 11 bits, and the
    /// table has an entry for each number of 11 bits.
    @inline(__always)
    func entry(_ entries: UnsafePointer<UInt32>) -> UInt32 {
        entries[Int(truncatingIfNeeded: bits &>> UInt64(64 - HuffmanTable.bits))]
    }
}
