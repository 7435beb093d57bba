/// JPEG (ITU T.81, annex B): segments of a marker, a length and data, and scans between them.
enum JPEGFile {
    /// The file without its application segments and comments, and without what follows its end (phones put films
    /// there). What decoders need stays: JFIF's header, Adobe's colour transform, and the profile if asked for.
    /// - Returns: nil where the file's structure is broken.
    static func withoutMetadata(_ file: [UInt8], keepsProfile: Bool) -> [UInt8]? {
        guard file.starts(with: [0xFF, 0xD8]) else { return nil }
        var kept: [UInt8] = [0xFF, 0xD8]
        var offset = 2
        while offset + 2 <= file.count {
            guard file[offset] == 0xFF else { return nil }
            let marker = file[offset + 1]
            if marker == 0xFF {
                // Any number of these may stand before a marker.
                offset += 1
                continue
            }
            if marker == 0xD9 { return kept + [0xFF, 0xD9] }
            guard offset + 4 <= file.count else { return nil }
            var end = offset + 2 + Int(file[offset + 2]) << 8 + Int(file[offset + 3])
            guard end <= file.count else { return nil }
            let isScan = marker == 0xDA
            if isScan {
                // Within a scan, FF stands before a zero or a restart marker alone.
                while end + 1 < file.count, file[end] != 0xFF || file[end + 1] == 0 || 0xD0...0xD7 ~= file[end + 1] {
                    end += 1
                }
                guard end + 1 < file.count else { return nil }
            }
            if isKept(marker, file[(offset + 4)..<end], keepsProfile) { kept += file[offset..<end] }
            offset = end
        }
        return nil
    }

    private static func isKept(_ marker: UInt8, _ data: ArraySlice<UInt8>, _ keepsProfile: Bool) -> Bool {
        switch marker {
        case 0xE0: data.starts(with: "JFIF\0".utf8)
        case 0xE2: keepsProfile && data.starts(with: "ICC_PROFILE\0".utf8)
        case 0xEE: data.starts(with: "Adobe".utf8)
        case 0xE1...0xEF, 0xFE: false
        default: true
        }
    }
}
