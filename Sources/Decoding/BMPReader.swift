import Vips
import WorkerProtocol

/// Reads BMP, for which libvips has only a loader that it does not trust itself: uncompressed pictures of 24 or 32 bits,
/// and of 8 bits with a palette, as nearly every program writes them.
enum BMPReader {
    /// - Throws: `Failure`: `unsupported-format` for the rarer kinds, `corrupt-source` for a file that is cut short.
    static func read(_ file: SourceFile) throws(Failure) -> Image {
        let header = try BMPHeader(of: file)
        let (size, stride) = (header.size, header.stride)
        var palette: [UInt8] = []
        if header.depth == 8 {
            palette = file.read(at: header.paletteOffset, count: header.paletteCount * 4)
            palette += [UInt8](repeating: 0, count: 1024 - palette.count)
        }
        let data = file.read(at: header.dataOffset, count: stride * size.height)
        guard data.count == stride * size.height else {
            throw Failure(code: .corruptSource, message: "the file became shorter while it was read")
        }
        var samples = [UInt8](repeating: 0, count: size.area * 3)
        for row in 0..<size.height {
            let source = (header.goesUpwards ? size.height - 1 - row : row) * stride
            for column in 0..<size.width {
                let target = (row * size.width + column) * 3
                let entry: ArraySlice<UInt8>
                if header.depth == 8 {
                    let index = Int(data[source + column]) * 4
                    entry = palette[index..<index + 3]
                } else {
                    let index = source + column * header.depth / 8
                    entry = data[index..<index + 3]
                }
                for (band, value) in entry.reversed().enumerated() { samples[target + band] = value }
            }
        }
        do {
            return try Image(Pixels(width: size.width, height: size.height, bands: 3, samples: samples))
        } catch {
            throw Failure(code: .corruptSource, message: "\(error)")
        }
    }
}
