extension FileHead {
    /// Whether the file is an icon (kind 1) or a cursor (kind 2). The first four bytes are not enough, because a Targa
    /// picture can start with the same bytes.
    func isIcon(kind: UInt8) -> Bool {
        guard bytes.count >= 22, has([0, 0, kind, 0]), bytes[4] > 0 || bytes[5] > 0 else { return false }
        // Check the reserved byte and the picture offset of the first entry.
        let offset = bytes[18..<22].reversed().reduce(0) { $0 << 8 | Int($1) }
        return bytes[9] == 0 && offset >= 22
    }
}
