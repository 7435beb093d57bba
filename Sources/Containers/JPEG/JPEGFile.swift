/// Removes the metadata from JPEG files.
enum JPEGFile {
    /// Returns the file with only the segments that its pixels need: tables, the frame, the scans and restart
    /// intervals. Tables that no frame or scan uses are removed. New segments replace the JFIF header and the segment
    /// with Adobe's colour transform, because both can contain other data, such as a thumbnail. The colour profile is
    /// kept if `keepsProfile` is true.
    ///
    /// - Returns: nil for a file that no common encoder writes. For example, such a file has bytes between its segments
    ///   or after the pixels of a scan, segments of wrong lengths, several frames, or a coding that browsers do not
    ///   support.
    static func withoutMetadata(_ file: [UInt8], keepsProfile: Bool) -> [UInt8]? {
        var reader = JPEGFile.Reader(file: file, keepsProfile: keepsProfile)
        for segment in JPEGSegments(of: file) {
            guard reader.read(segment) else { return nil }
            if segment.marker == JPEGSegments.Segment.endOfImage { return reader.finished() }
        }
        return nil
    }

    private struct Reader {
        let file: [UInt8]
        let keepsProfile: Bool
        private var hasJFIF = false
        private var colorTransform: UInt8?
        private var profileParts: [[UInt8]] = []
        private var profileCount = 0
        private var quantization: [UInt8: [UInt8]] = [:]
        private var frame: [UInt8] = []
        private var coding: JPEGEntropyCoding?
        private var restartInterval = 0
        /// The restart intervals, Huffman tables and scans that are kept.
        private var scans: [UInt8] = []
        /// The Huffman tables that no scan has used yet, by class and number.
        private var pendingTables: [UInt8: [UInt8]] = [:]

        init(file: [UInt8], keepsProfile: Bool) {
            (self.file, self.keepsProfile) = (file, keepsProfile)
        }

        mutating func read(_ segment: JPEGSegments.Segment) -> Bool {
            let data = Array(file[segment.data])
            switch segment.marker {
            case 0xC0, 0xC1, 0xC2: return readFrame(segment.marker, data)
            case 0xC4: return readHuffmanTables(data)
            case 0xDB: return readQuantization(data)
            case 0xDD:
                guard data.count == 2 else { return false }
                restartInterval = data.bigEndian
                scans += JPEGFile.segment(0xDD, data)
                return true
            case JPEGSegments.Segment.startOfScan: return readScan(segment, data)
            case JPEGSegments.Segment.endOfImage: return true
            case 0xE0:
                let isJFIF = data.starts(with: "JFIF\0".utf8)
                hasJFIF = hasJFIF || isJFIF
                return !isJFIF || data.count >= 14
            case 0xE2: return readProfile(data)
            case 0xEE:
                if data.starts(with: "Adobe".utf8) {
                    guard data.count >= 12, data[11] <= 2 else { return false }
                    colorTransform = data[11]
                }
                return true
            case 0xE1...0xEF, 0xFE: return true
            default: return false
            }
        }

        private mutating func readFrame(_ marker: UInt8, _ data: [UInt8]) -> Bool {
            guard frame.isEmpty, let coding = JPEGEntropyCoding(isProgressive: marker == 0xC2, frame: data) else {
                return false
            }
            self.coding = coding
            frame = JPEGFile.segment(marker, data)
            return true
        }

        private mutating func readQuantization(_ data: [UInt8]) -> Bool {
            var offset = 0
            while offset < data.count {
                let id = data[offset] & 15
                let end = offset + 1 + (data[offset] >> 4 == 0 ? 64 : 128)
                guard data[offset] >> 4 <= 1, id < 4, end <= data.count else { return false }
                // `finished` writes all quantization tables before the first scan. So reject a file that replaces one
                // of them between scans. No common encoder writes such a file.
                guard quantization[id] == nil || scans.isEmpty else { return false }
                quantization[id] = Array(data[offset..<end])
                offset = end
            }
            return true
        }

        private mutating func readHuffmanTables(_ data: [UInt8]) -> Bool {
            var offset = 0
            while offset < data.count {
                guard data[offset] & 0xEC == 0, offset + 17 <= data.count else { return false }
                let end = offset + 17 + data[offset + 1..<offset + 17].reduce(0) { $0 + Int($1) }
                guard end <= data.count else { return false }
                pendingTables[data[offset]] = Array(data[offset..<end])
                offset = end
            }
            return true
        }

        private mutating func readScan(_ segment: JPEGSegments.Segment, _ header: [UInt8]) -> Bool {
            guard var coding, let needed = coding.tables(ofScan: header) else { return false }
            let tables = needed.compactMap { pendingTables.removeValue(forKey: $0) }
            for table in tables {
                guard coding.setTable(table) else { return false }
            }
            if !tables.isEmpty { scans += JPEGFile.segment(0xC4, tables.flatMap(\.self)) }
            coding.restartInterval = restartInterval
            guard coding.fills(file, segment.data.upperBound..<segment.range.upperBound, header) else { return false }
            self.coding = coding
            scans += JPEGFile.segment(segment.marker, header) + file[segment.data.upperBound..<segment.range.upperBound]
            return true
        }

        private mutating func readProfile(_ data: [UInt8]) -> Bool {
            guard keepsProfile, data.starts(with: "ICC_PROFILE\0".utf8) else { return true }
            guard data.count > 14, Int(data[12]) == profileParts.count + 1, data[12] <= data[13],
                profileParts.isEmpty || Int(data[13]) == profileCount
            else { return false }
            profileCount = Int(data[13])
            profileParts.append(data)
            return true
        }

        func finished() -> [UInt8]? {
            guard let coding, !scans.isEmpty, profileParts.count == profileCount else { return nil }
            let profile = profileParts.flatMap { $0.dropFirst(14) }
            guard profile.isEmpty || ICCProfile.isComplete(profile) else { return nil }
            var kept: [UInt8] = [0xFF, 0xD8]
            // The new JFIF header has version 1.01, no unit, square pixels, and no thumbnail.
            if hasJFIF { kept += JPEGFile.segment(0xE0, Array("JFIF\0".utf8) + [1, 1, 0, 0, 1, 0, 1, 0, 0]) }
            if let colorTransform {
                kept += JPEGFile.segment(0xEE, Array("Adobe".utf8) + [0, 100, 0, 0, 0, 0, colorTransform])
            }
            for part in profileParts { kept += JPEGFile.segment(0xE2, part) }
            let tables = coding.quantizationTables.compactMap { quantization[$0] }
            guard tables.count == coding.quantizationTables.count else { return nil }
            return kept + JPEGFile.segment(0xDB, tables.flatMap(\.self)) + frame + scans + JPEGSegments.endMarker
        }
    }

    private static func segment(_ marker: UInt8, _ data: [UInt8]) -> [UInt8] {
        let length = data.count + 2
        return [0xFF, marker, UInt8(length >> 8), UInt8(length & 0xFF)] + data
    }
}
