/// The size in the header of a PNG or JPEG.
struct PictureSize: Equatable, CustomStringConvertible {
    let width: Int
    let height: Int

    init(_ width: Int, _ height: Int) {
        (self.width, self.height) = (width, height)
    }

    /// Returns nil if the bytes are not those of a PNG or JPEG.
    init?(of bytes: [UInt8]) {
        func number(_ place: Int, _ count: Int) -> Int { bytes[place..<place + count].reduce(0) { $0 << 8 | Int($1) } }
        if bytes.count > 24, bytes.starts(with: [0x89, 0x50, 0x4E, 0x47]) {
            self.init(number(16, 4), number(20, 4))
            return
        }
        guard bytes.starts(with: [0xFF, 0xD8]) else { return nil }
        var place = 2
        while place + 9 < bytes.count, bytes[place] == 0xFF {
            // The marker starts a baseline or progressive frame.
            if [0xC0, 0xC2].contains(bytes[place + 1]) {
                self.init(number(place + 7, 2), number(place + 5, 2))
                return
            }
            place += 2 + number(place + 2, 2)
        }
        return nil
    }

    var description: String { "\(width)x\(height)" }
}
