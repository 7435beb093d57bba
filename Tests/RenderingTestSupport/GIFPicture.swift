/// Writes a GIF file according to the specification (GIF89a).
package struct GIFPicture {
    package struct Frame {
        package var left = 0
        package var top = 0
        package var width: Int
        package var height: Int
        /// The palette indices in the order of the file.
        package var indices: [UInt8]
        package var transparent: UInt8?
        package var disposal = 0
        package var isInterlaced = false

        package init(_ width: Int, _ height: Int, _ indices: [UInt8]) {
            (self.width, self.height, self.indices) = (width, height, indices)
        }
    }

    package var width: Int
    package var height: Int
    /// The four colours of the palette.
    package var palette: [[UInt8]]
    package var frames: [Frame]

    package init(_ width: Int, _ height: Int, palette: [[UInt8]], _ frames: [Frame]) {
        (self.width, self.height, self.palette, self.frames) = (width, height, palette, frames)
    }

    /// The file without its trailer, which has one byte.
    package var body: [UInt8] {
        Array("GIF89a".utf8) + little((width, 2), (height, 2)) + [0x91, 0, 0] + palette.flatMap { $0 }
            + frames.flatMap(bytes)
    }

    package var bytes: [UInt8] { body + [0x3B] }

    private func bytes(of frame: Frame) -> [UInt8] {
        let flags = UInt8(frame.disposal << 2) | (frame.transparent == nil ? 0 : 1)
        let control: [UInt8] = [0x21, 0xF9, 4, flags, 5, 0, frame.transparent ?? 0, 0]
        let area = little((frame.left, 2), (frame.top, 2), (frame.width, 2), (frame.height, 2))
        let data = packed(frame.indices)
        let blocks = stride(from: 0, to: data.count, by: 255).flatMap { start in
            [UInt8(min(255, data.count - start))] + data[start..<min(start + 255, data.count)]
        }
        return control + [0x2C] + area + [frame.isInterlaced ? 0x40 : 0, 2] + blocks + [0]
    }

    /// Encodes LZW without string codes. Each index is a code of three bits, and the table is cleared before codes
    /// become longer.
    private func packed(_ indices: [UInt8]) -> [UInt8] {
        var codes: [UInt8] = []
        for (offset, index) in indices.enumerated() { codes += offset.isMultiple(of: 2) ? [4, index] : [index] }
        codes.append(5)
        var bytes: [UInt8] = []
        for (offset, code) in codes.enumerated() {
            for bit in 0..<3 where code >> bit & 1 == 1 {
                let position = offset * 3 + bit
                while bytes.count <= position / 8 { bytes.append(0) }
                bytes[position / 8] |= 1 << (position % 8)
            }
        }
        while bytes.count < (codes.count * 3 + 7) / 8 { bytes.append(0) }
        return bytes
    }
}
