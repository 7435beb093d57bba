import WorkerProtocol

/// PNG's chunks as the file tells their lengths, looked at before a decoder believes them: 57 bytes that announce a
/// chunk of 1 GiB make some decoders ask for that much memory.
enum PNGChunks {
    /// - Throws: `Failure` `corrupt-source` for a file that ends before a chunk does.
    static func check(_ file: SourceFile) throws(Failure) {
        var offset = 8
        while offset < file.byteCount {
            let header = file.read(at: offset, count: 8)
            guard header.count == 8 else { break }
            let length = header.prefix(4).reduce(0) { $0 << 8 | Int($1) }
            // Length, type, data, checksum.
            let end = offset + 12 + length
            let type = String(decoding: header.suffix(4), as: UTF8.self)
            guard end <= file.byteCount else {
                throw Failure(
                    code: .corruptSource,
                    message:
                        "its \(type.debugDescription) chunk should end at byte \(end), the file ends at \(file.byteCount)"
                )
            }
            if type == "IEND" { return }
            offset = end
        }
        throw Failure(code: .corruptSource, message: "the file ends before its last chunk")
    }
}
