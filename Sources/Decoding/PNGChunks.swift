import Pictures
import WorkerProtocol

/// PNG's chunks as the file tells their lengths, looked at before a decoder believes them: 57 bytes that announce a
/// chunk of 1 GiB make some decoders ask for that much memory.
enum PNGChunks {
    /// Bytes that are read at once: a hostile file may have millions of chunks without content.
    private static let windowSize = 4096
    private static let end = Array("IEND".utf8)

    /// What the file's first chunk, IHDR, says; some decoders refuse large sides before anybody has asked for the size.
    static func size(of file: SourceFile) -> Size {
        let sides = file.read(at: 16, count: 8)
        func side(_ bytes: ArraySlice<UInt8>) -> Int { bytes.reduce(0) { $0 << 8 | Int($1) } }
        return Size(width: side(sides.prefix(4)), height: side(sides.dropFirst(4)))
    }

    /// - Throws: `Failure` `corrupt-source` for a file that ends before a chunk does.
    static func check(_ file: SourceFile) throws(Failure) {
        var window: [UInt8] = []
        var windowStart = 0
        var offset = 8
        while offset + 8 <= file.byteCount {
            if offset + 8 > windowStart + window.count {
                window = file.read(at: offset, count: windowSize)
                windowStart = offset
            }
            let place = offset - windowStart
            guard place + 8 <= window.count else { break }
            let length = window[place..<place + 4].reduce(0) { $0 << 8 | Int($1) }
            let type = window[place + 4..<place + 8]
            // Length, type, data, checksum.
            let end = offset + 12 + length
            guard end <= file.byteCount else {
                let name = String(decoding: type, as: UTF8.self).debugDescription
                throw Failure(
                    code: .corruptSource,
                    message: "its \(name) chunk should end at byte \(end), the file ends at \(file.byteCount)"
                )
            }
            if type.elementsEqual(Self.end) { return }
            offset = end
        }
        throw Failure(code: .corruptSource, message: "the file ends before its last chunk")
    }
}
