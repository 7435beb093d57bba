/// Reads the segments of a JPEG (ITU T.81, annex B).
struct StructureReader {
    private let file: [UInt8]
    private(set) var frame: FrameHeader?
    private(set) var scans: [Scan] = []
    /// The number of bytes up to the end marker, including the marker. It is 0 before the marker is found.
    private(set) var end = 0
    /// The application segments before the first scan. libjpeg reads only these when it reads the header.
    private(set) var applicationSegments: [JPEGSegment] = []
    private(set) var quantization = [[UInt16]?](repeating: nil, count: 4)
    private var dcTables = [HuffmanTable?](repeating: nil, count: 4)
    private var acTables = [HuffmanTable?](repeating: nil, count: 4)
    private var restartInterval = 0
    private var hasJFIF = false
    /// Adobe's number for the colours: 0 is RGB or CMYK, 1 is YCbCr, and 2 is YCCK.
    private var adobeTransform: UInt8?
    /// For each component and coefficient, the number of low bits that no scan has contained yet. The number is nil
    /// before the first scan of the coefficient.
    private var missingBits: [[Int?]] = []

    init(_ file: [UInt8]) { self.file = file }

    /// Whether the scans contain all bits of all coefficients.
    var isComplete: Bool { missingBits.allSatisfy { $0.allSatisfy { $0 == 0 } } }

    /// The colour space, determined by the rules of libjpeg (`default_decompress_parms`). It is nil if programs do not
    /// agree on the colour space.
    var colors: JPEGColorSpace? {
        let ids = frame?.components.map(\.id) ?? []
        switch (ids.count, adobeTransform) {
        case (1, _): return .grey
        case (3, _) where hasJFIF: return .yCbCr
        case (3, nil): return ids == Array("RGB".utf8) ? .rgb : .yCbCr
        case (3, 0): return .rgb
        case (3, 1): return .yCbCr
        case (4, 0): return .invertedCMYK
        case (4, 2): return .invertedYCCK
        default: return nil
        }
    }

    /// Reads the segments up to the end of the image.
    mutating func readAll() throws(JPEGRefusal) {
        guard file.starts(with: [0xFF, 0xD8]) else { throw JPEGRefusal("not a JPEG") }
        var offset = 2
        while true {
            // Any number of FF bytes can precede a marker.
            while offset + 1 < file.count, file[offset] == 0xFF, file[offset + 1] == 0xFF { offset += 1 }
            guard offset + 1 < file.count, file[offset] == 0xFF else { throw JPEGRefusal("a missing marker") }
            let marker = file[offset + 1]
            if marker == 0xD9 {
                self.end = offset + 2
                return
            }
            guard offset + 4 <= file.count else { throw JPEGRefusal("a truncated segment") }
            let end = offset + 2 + Int(file[offset + 2]) << 8 + Int(file[offset + 3])
            guard end >= offset + 4, end <= file.count else { throw JPEGRefusal("a truncated segment") }
            let data = file[offset + 4..<end]
            offset = end
            if marker == 0xDA {
                offset = try readScan(data, from: end)
            } else {
                if 0xE0...0xEF ~= marker, scans.isEmpty {
                    applicationSegments.append(JPEGSegment(marker: marker, data: data.indices))
                }
                try read(marker, data)
            }
        }
    }

    private mutating func read(_ marker: UInt8, _ data: ArraySlice<UInt8>) throws(JPEGRefusal) {
        switch marker {
        case 0xC0, 0xC1, 0xC2:
            guard frame == nil else { throw JPEGRefusal("several frames") }
            let frame = try FrameHeader(data, isProgressive: marker == 0xC2)
            self.frame = frame
            missingBits = frame.components.map { _ in [Int?](repeating: nil, count: 64) }
        case 0xC4: try readHuffmanTables(data)
        case 0xDB: try readQuantization(data)
        case 0xDD:
            guard data.count == 2 else { throw JPEGRefusal("a broken restart interval") }
            restartInterval = Int(data[data.startIndex]) << 8 | Int(data[data.startIndex + 1])
        // Read these segments only before the first scan, because libjpeg determines the colour space when this scan
        // starts.
        case 0xE0 where scans.isEmpty: hasJFIF = hasJFIF || data.count >= 14 && data.starts(with: "JFIF\0".utf8)
        case 0xEE where scans.isEmpty:
            if data.count >= 12, data.starts(with: "Adobe".utf8) { adobeTransform = data[data.startIndex + 11] }
        case 0xE0...0xEF, 0xFE: break
        default: throw JPEGRefusal("an unusual segment")
        }
    }

    private mutating func readQuantization(_ data: ArraySlice<UInt8>) throws(JPEGRefusal) {
        // libjpeg uses the table that is defined when the first scan of a component starts. This reader refuses a table
        // after the first scan, because such a table could replace a table that libjpeg continues to use.
        guard scans.isEmpty else { throw JPEGRefusal("a quantization table between scans") }
        var rest = data
        while let head = rest.popFirst() {
            let length = head >> 4 == 0 ? 64 : 128
            guard head >> 4 <= 1, head & 15 < 4, rest.count >= length else {
                throw JPEGRefusal("a broken quantization table")
            }
            let bytes = rest.prefix(length).map(UInt16.init)
            quantization[Int(head & 15)] =
                length == 64 ? bytes : (0..<64).map { bytes[2 * $0] << 8 | bytes[2 * $0 + 1] }
            rest = rest.dropFirst(length)
        }
    }

    private mutating func readHuffmanTables(_ data: ArraySlice<UInt8>) throws(JPEGRefusal) {
        var rest = data
        while let head = rest.popFirst() {
            let counts = rest.prefix(16)
            let count = counts.reduce(0) { $0 + Int($1) }
            guard head & 0xEC == 0, counts.count == 16, count <= 256, rest.count >= 16 + count else {
                throw JPEGRefusal("a broken Huffman table")
            }
            let symbols = rest.dropFirst(16).prefix(count)
            if head >> 4 == 0 {
                dcTables[Int(head & 3)] = try HuffmanTable(.dc, counts: counts, symbols: symbols)
            } else {
                acTables[Int(head & 3)] = try HuffmanTable(.ac, counts: counts, symbols: symbols)
            }
            rest = rest.dropFirst(16 + count)
        }
    }

    /// - Returns: the offset of the marker after the scan.
    private mutating func readScan(_ data: ArraySlice<UInt8>, from start: Int) throws(JPEGRefusal) -> Int {
        guard let frame else { throw JPEGRefusal("a scan before the frame") }
        let header = try ScanHeader(data, of: frame)
        for component in header.components {
            for coefficient in header.first...header.last {
                let missing = missingBits[component.index][coefficient]
                // A coefficient has one first scan, and each refinement must add the next missing bit. The check after
                // the loop ensures that the first scan of the DC coefficient precedes the scans of the other
                // coefficients.
                guard missing == (header.highBit == 0 ? nil : header.highBit) else {
                    throw JPEGRefusal("unusual scans")
                }
                missingBits[component.index][coefficient] = header.lowBit
            }
            guard missingBits[component.index][0] != nil else { throw JPEGRefusal("unusual scans") }
        }
        let end = file.withUnsafeBufferPointer { EntropyCodedData.end(in: $0, from: start) }
        guard let end else { throw JPEGRefusal("a truncated scan") }
        scans.append(
            Scan(
                header: header,
                data: start..<end,
                restartInterval: restartInterval,
                tables: header.components.map { (dcTables[$0.dcTable], acTables[$0.acTable]) }
            )
        )
        return end
    }
}
