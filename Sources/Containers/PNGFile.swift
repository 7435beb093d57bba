/// PNG files without their metadata.
enum PNGFile {
    private static let needed: Set = ["IHDR", "PLTE", "IDAT", "IEND", "tRNS", "sBIT", "bKGD"]
    /// The chunks that define the meaning of the colours. Without all of them, the colours are sRGB. Without some of
    /// them, the others decide.
    private static let colors: Set = ["cICP", "iCCP", "sRGB", "gAMA", "cHRM", "mDCV", "cLLI"]

    /// Returns the file with only the chunks that its pixels need.
    /// - Returns: nil if the file's structure is broken.
    static func withoutMetadata(_ file: [UInt8], keepsProfile: Bool) -> [UInt8]? {
        var kept = Array(file.prefix(8))
        var offset = 8
        while offset + 12 <= file.count {
            let length = file[offset..<offset + 4].reduce(0) { $0 << 8 | Int($1) }
            let name = String(decoding: file[offset + 4..<offset + 8], as: UTF8.self)
            let end = offset + 12 + length
            guard end <= file.count else { return nil }
            if needed.contains(name) || keepsProfile && colors.contains(name) { kept += file[offset..<end] }
            if name == "IEND" { return kept }
            offset = end
        }
        return nil
    }
}
