/// Counts the lines of a file up to an index. Each index must be at least the previous index, so that each byte is read
/// only once.
struct LineCounter {
    private let bytes: [UInt8]
    private var position = 0
    private var line = 1

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    mutating func line(of index: Int) -> Int {
        line += bytes[position..<index].count { $0 == UInt8(ascii: "\n") }
        position = index
        return line
    }
}
