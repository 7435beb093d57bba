/// JPEG files without their metadata.
enum JPEGFile {
    /// Returns the file without application segments, comments, and data after its end (phones put films there). It
    /// keeps what decoders need: the JFIF header, Adobe's colour transform, and the profile if `keepsProfile` is set.
    /// - Returns: nil if the file's structure is broken.
    static func withoutMetadata(_ file: [UInt8], keepsProfile: Bool) -> [UInt8]? {
        var kept: [UInt8] = [0xFF, 0xD8]
        for segment in JPEGSegments(of: file) where isKept(segment.marker, file[segment.data], keepsProfile) {
            kept += file[segment.range]
            if segment.marker == JPEGSegments.Segment.endOfImage { return kept }
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
