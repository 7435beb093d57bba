import Containers
import Pictures
import WorkerProtocol

/// PNG's chunks as the file tells their lengths, looked at before a decoder believes them: 57 bytes that announce a
/// chunk of 1 GiB make some decoders ask for that much memory.
enum PNGChunks {
    /// Bytes that are read at once: a hostile file may have millions of chunks without content.
    private static let windowSize = 4096

    /// What the file's first chunk, IHDR, says; some decoders refuse large sides before anybody has asked for the size.
    /// - Throws: `Failure` `corrupt-source` for a file that begins with another chunk.
    static func size(of file: some ByteSource) throws(Failure) -> Size {
        let name = file.read(at: 12, count: 4)
        guard name.elementsEqual("IHDR".utf8) else {
            let found = String(decoding: name, as: UTF8.self).debugDescription
            throw Failure(code: .corruptSource, message: "its first chunk is \(found), not \"IHDR\"")
        }
        let sides = file.read(at: 16, count: 8)
        return Size(width: sides.prefix(4).bigEndian, height: sides.dropFirst(4).bigEndian)
    }

    /// The bytes of a file that ends too early, with an end: libpng finds out whether all pixels are there.
    /// - Returns: nil for a file that has its last chunk.
    /// - Throws: `Failure` `corrupt-source` for a file that ends in its pixels, except if truncated files are accepted, and
    ///   for one that ends before them.
    static func closed(_ file: some ByteSource, _ truncated: Job.Truncated) throws(Failure) -> [UInt8]? {
        var window: [UInt8] = []
        var windowStart = 0
        var offset = 8
        var hasPixels = false
        while offset + 8 <= file.byteCount {
            if offset + 8 > windowStart + window.count {
                window = file.read(at: offset, count: windowSize)
                windowStart = offset
            }
            let index = offset - windowStart
            guard index + 8 <= window.count else { break }
            let length = window[index..<index + 4].bigEndian
            let type = String(decoding: window[index + 4..<index + 8], as: UTF8.self)
            // Length, type, data, checksum.
            let end = offset + 12 + length
            if end > file.byteCount {
                // Only the checksum may be missing of the pixels; and what follows them.
                let isComplete = type == "IDAT" ? end - 4 <= file.byteCount : hasPixels
                guard isComplete || (type == "IDAT" && truncated == .accept) else {
                    throw Failure(
                        code: .corruptSource,
                        message:
                            "its \(type.debugDescription) chunk should end at byte \(end), the file ends at \(file.byteCount)"
                    )
                }
                let data = type == "IDAT" ? file.read(at: offset + 8, count: length) : nil
                return file.read(at: 0, count: offset) + (data.map { PNGChunk("IDAT", $0[...]).bytes } ?? [])
                    + lastChunk
            }
            if type == "IEND" { return nil }
            hasPixels = hasPixels || type == "IDAT"
            offset = end
        }
        guard hasPixels else { throw Failure(code: .corruptSource, message: "the file ends before its pixels") }
        return file.read(at: 0, count: min(offset, file.byteCount)) + lastChunk
    }

    private static let lastChunk = PNGChunk("IEND", []).bytes
}
