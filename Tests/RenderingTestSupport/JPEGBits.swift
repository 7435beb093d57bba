/// The coded data of a scan of a JPEG (ITU T.81, annex F).
struct JPEGBits {
    private var bytes: [UInt8] = []
    private var pending = 0
    private var count = 0
    /// The previous mean of each component, because the file stores only the differences between means.
    private var last: [Int]

    init(components: Int) { last = [Int](repeating: 0, count: components) }

    mutating func put(_ value: Int, _ length: Int) {
        for shift in (0..<length).reversed() {
            pending = pending << 1 | value >> shift & 1
            count += 1
            guard count == 8 else { continue }
            bytes.append(UInt8(pending))
            if pending == 0xFF { bytes.append(0) }
            (pending, count) = (0, 0)
        }
    }

    /// Writes the difference to the previous mean: the size of the difference in 4 bits, and then its value. A negative
    /// difference is stored as its value minus 1.
    mutating func put(mean value: Int, of component: Int) {
        let difference = value - last[component]
        last[component] = value
        let size = Int.bitWidth - abs(difference).leadingZeroBitCount
        put(size, 4)
        put(difference < 0 ? difference + (1 << size) - 1 : difference, size)
    }

    /// Fills the last byte with bits of 1.
    private mutating func fill() { while count > 0 { put(1, 1) } }

    mutating func restart(_ number: Int) {
        fill()
        bytes += [0xFF, 0xD0 + UInt8(number % 8)]
        last = last.map { _ in 0 }
    }

    var finished: [UInt8] {
        var copy = self
        copy.fill()
        return copy.bytes
    }
}
