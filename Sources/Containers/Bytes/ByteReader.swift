/// Reads a file forward from an offset: single bytes, or several bytes at once.
package struct ByteReader {
    private static let windowLength = 1 << 14

    private let file: any ByteSource
    private var window: [UInt8] = []
    private var windowStart: Int
    /// The index of the next byte in the window.
    private var index = 0

    package init(_ file: any ByteSource, from offset: Int) {
        self.file = file
        windowStart = offset
    }

    package var offset: Int { windowStart + index }

    /// Returns the next byte, or nil at the end of the file.
    package mutating func next() -> UInt8? {
        if index == window.count {
            windowStart += index
            index = 0
            window = file.read(at: windowStart, count: Self.windowLength)
            guard !window.isEmpty else { return nil }
        }
        defer { index += 1 }
        return window[index]
    }

    /// Returns the next bytes. At the end of the file, the result has fewer bytes.
    package mutating func next(_ count: Int) -> [UInt8] {
        if count <= window.count - index {
            defer { index += count }
            return Array(window[index..<index + count])
        }
        let bytes = file.read(at: offset, count: count)
        skip(bytes.count)
        return bytes
    }

    /// Moves forward by `count` bytes. A position after the end of the file is allowed.
    package mutating func skip(_ count: Int) {
        if count <= window.count - index {
            index += count
        } else {
            windowStart += index + count
            (window, index) = ([], 0)
        }
    }
}
