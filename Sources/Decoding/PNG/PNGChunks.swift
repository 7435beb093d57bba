import Containers
import Pictures
import WorkerProtocol

/// Checks the lengths of PNG chunks before a decoder uses them. A file of 57 bytes that declares a chunk of 1 GiB can
/// make some decoders allocate that much memory.
enum PNGChunks {
    /// The number of bytes per read. One read covers many chunks, because a malicious file can have millions of empty
    /// chunks.
    private static let windowSize = 4096

    /// Returns the size from the file's first chunk, IHDR. This function does not use a decoder, because some decoders
    /// reject a large picture before they report its size.
    /// - Throws: `Failure` `corrupt-source` for a file that starts with another chunk.
    static func size(of file: some ByteSource) throws(Failure) -> Size {
        let name = file.read(at: 12, count: 4)
        guard name.elementsEqual("IHDR".utf8) else {
            let found = String(decoding: name, as: UTF8.self).debugDescription
            throw Failure(code: .corruptSource, message: "its first chunk is \(found), not \"IHDR\"")
        }
        let sides = file.read(at: 16, count: 8)
        return Size(width: sides.prefix(4).bigEndian, height: sides.dropFirst(4).bigEndian)
    }

    /// Returns the bytes of a truncated file with an end chunk. libpng then detects whether pixels are missing.
    /// - Returns: nil for a file that has its last chunk, IEND.
    /// - Throws: `Failure` `corrupt-source` for a file that ends before its pixels. If truncated files are refused,
    ///   also for a file that ends within the data of a chunk of pixels.
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
            // A chunk has a length, a type, data and a checksum.
            let end = offset + 12 + length
            if end > file.byteCount {
                // A chunk of pixels is complete if only its checksum is truncated. A truncated chunk of another type is
                // accepted only after a chunk of pixels, because all pixels can then be present.
                let containsPixels = ["IDAT", "fdAT"].contains(type)
                let isComplete = containsPixels ? end - 4 <= file.byteCount : hasPixels
                guard isComplete || (containsPixels && truncated == .accept) else {
                    throw Failure(
                        code: .corruptSource,
                        message:
                            "its \(type.debugDescription) chunk should end at byte \(end), but the file has only \(file.byteCount) bytes"
                    )
                }
                let data = containsPixels ? file.read(at: offset + 8, count: length) : nil
                return file.read(at: 0, count: offset) + (data.map { PNGChunk(type, $0[...]).bytes } ?? [])
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
