#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A copy of the entropy-coded data of a scan. The copy does not contain the stuffed bytes (the zero after each FF in
/// the data), and it has padding after each restart interval.
struct EntropyCodedData {
    private let bytes: UnsafeMutableBufferPointer<UInt8>
    /// The bytes of each restart interval.
    let intervals: [Range<Int>]

    /// - Parameters:
    ///   - range: the bytes after the scan's header, up to the next marker that is not a restart marker.
    ///   - count: the number of restart intervals that the scan must have.
    init(of file: UnsafeBufferPointer<UInt8>, _ range: Range<Int>, intervals count: Int) throws(JPEGRefusal) {
        // A marker of two bytes separates two intervals. So data that is too short for `count - 1` markers does not
        // contain `count` intervals.
        guard range.lowerBound >= 0, range.upperBound <= file.count, count >= 1, (count - 1) * 2 <= range.count,
            let source = file.baseAddress
        else { throw JPEGRefusal("missing restart markers") }
        let capacity = range.count + count * BitReader.padding
        guard let memory = malloc(capacity) else { throw JPEGRefusal("no memory") }
        let buffer = UnsafeMutableBufferPointer(
            start: memory.bindMemory(to: UInt8.self, capacity: capacity),
            count: capacity
        )
        var (intervals, start, end, offset) = ([Range<Int>](), 0, 0, range.lowerBound)
        var reason: String?

        // The copied bytes and the paddings fit into the capacity, because each interval adds one padding, and the
        // number of intervals is at most `count`.
        func copy(_ length: Int) {
            memcpy(memory + end, source + offset, length)
            end += length
            offset += length
        }
        func finishInterval() {
            memset(memory + end, 0, BitReader.padding)
            intervals.append(start..<end)
            end += BitReader.padding
            start = end
        }
        while offset < range.upperBound {
            let rest = range.upperBound - offset
            guard let found = memchr(source + offset, 0xFF, rest) else {
                copy(rest)
                break
            }
            copy(UnsafeRawPointer(found) - UnsafeRawPointer(source + offset))
            // An FF byte at the end of the range is not data. It is a fill byte before the marker that ends the data.
            guard offset + 1 < range.upperBound else { break }
            switch source[offset + 1] {
            case 0:
                copy(1)
                offset += 1
            case 0xFF where offset + 2 < range.upperBound && source[offset + 2] == 0:
                // The data is invalid, and the result of libjpeg depends on the position of the bytes in its buffer.
                reason = "a fill byte before a stuffed byte"
            case 0xFF:
                offset += 1
            case 0xD0 + UInt8(intervals.count % 8) where intervals.count + 1 < count:
                finishInterval()
                offset += 2
            default:
                reason = "an unexpected marker in a scan"
            }
            if reason != nil { break }
        }
        if reason == nil {
            finishInterval()
            if intervals.count < count { reason = "missing restart markers" }
        }
        if let reason {
            free(memory)
            throw JPEGRefusal(reason)
        }
        bytes = buffer
        self.intervals = intervals
    }

    func reader(_ interval: Int) -> BitReader { BitReader(UnsafeBufferPointer(bytes), intervals[interval]) }

    func deallocate() { free(bytes.baseAddress) }

    /// Returns the offset of the marker that ends the entropy-coded data. Returns nil if the file has no such marker.
    static func end(in file: UnsafeBufferPointer<UInt8>, from start: Int) -> Int? {
        guard let source = file.baseAddress else { return nil }
        var offset = start
        while offset + 1 < file.count, let found = memchr(source + offset, 0xFF, file.count - 1 - offset) {
            offset = UnsafeRawPointer(found) - UnsafeRawPointer(source)
            let next = source[offset + 1]
            if next == 0xFF {
                offset += 1
            } else if next == 0 || 0xD0...0xD7 ~= next {
                offset += 2
            } else {
                return offset
            }
        }
        return nil
    }
}
