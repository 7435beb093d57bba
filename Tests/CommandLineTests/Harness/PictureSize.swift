/// The size in the header of a PNG or JPEG.
struct PictureSize: Equatable, CustomStringConvertible {
    let width: Int
    let height: Int

    init(_ width: Int, _ height: Int) {
        (self.width, self.height) = (width, height)
    }

    /// Returns nil if the bytes are not a PNG or JPEG.
    init?(of bytes: [UInt8]) {
        func number(_ offset: Int, _ count: Int) -> Int {
            bytes[offset..<offset + count].reduce(0) { $0 << 8 | Int($1) }
        }
        if bytes.count > 24, bytes.starts(with: [0x89, 0x50, 0x4E, 0x47]) {
            self.init(number(16, 4), number(20, 4))
            return
        }
        guard bytes.starts(with: [0xFF, 0xD8]) else { return nil }
        var offset = 2
        while offset + 9 < bytes.count, bytes[offset] == 0xFF {
            // The marker starts a baseline or progressive frame.
            if [0xC0, 0xC2].contains(bytes[offset + 1]) {
                self.init(number(offset + 7, 2), number(offset + 5, 2))
                return
            }
            offset += 2 + number(offset + 2, 2)
        }
        return nil
    }

    var description: String { "\(width)x\(height)" }
}
