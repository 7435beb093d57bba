/// The bits of entropy-coded data between two restart markers, without stuffed bytes.
///
/// The reader loads eight bytes at a time from a pointer, because a check for the end of the data at each code costs a
/// fifth of the time. Every load is inside the buffer: `position` never exceeds `limit`, and the buffer has eight more
/// bytes after `limit`. After the end of the data, the bits are 0, and `isOverrun` is true.
struct BitReader {
    /// The number of zero bytes after the data of each interval.
    static let padding = 16

    private let end: UnsafePointer<UInt8>
    private let limit: UnsafePointer<UInt8>
    private var position: UnsafePointer<UInt8>
    /// The next bits, starting at the most significant one.
    var bits: UInt64 = 0
    /// The number of valid bits, at least 56 after `refill`.
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

    /// Returns the entry of a table for the next bits. The index is in range: it has 11 bits, and the table has 2 to
    /// the power of 11 entries.
    @inline(__always)
    func entry(_ entries: UnsafePointer<UInt32>) -> UInt32 {
        entries[Int(truncatingIfNeeded: bits &>> UInt64(64 - HuffmanTable.bits))]
    }
}
