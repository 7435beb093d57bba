import Pictures

/// Removes the scans of a progressive JPEG that a decoder does not need to decode it at an eighth of the size.
///
/// Such a decoder produces one pixel per block of 8×8 and needs only the block's mean (the DC coefficient). But it
/// reads all scans, which takes most of its time. So the scans of the other coefficients (AC) are removed. One scan
/// that says "all of them are zero" replaces them, because without AC scans the decoder estimates the coefficients and
/// smooths the picture. With it, the pixels are identical to those of the complete file. Components that are stored at
/// half the size are decoded at a quarter, so their scans are kept.
///
/// Source: ITU T.81, annexes B (segments) and G (progressive scans and their runs of empty blocks).
package struct ProgressiveJPEG {
    private struct Component {
        let id: UInt8
        /// The number of blocks in a scan with only this component.
        let blockCount: Int
        /// Whether the component has half the size of others in both directions. Then it is decoded to more than one
        /// pixel per block.
        let isHalved: Bool
        /// For each coefficient, the number of low bits that no scan has contained yet. It is nil before the first
        /// scan.
        var missingBits = [UInt8?](repeating: nil, count: 64)

        var isComplete: Bool { missingBits.allSatisfy { $0 == 0 } }
    }

    private var components: [Component] = []

    /// - Parameter file: the complete file.
    /// - Returns: nil for a file that is not progressive, is truncated, or violates the standard. The decoder must get
    ///   such a file unchanged.
    package static func scansForAnEighth(of file: [UInt8]) -> [UInt8]? {
        var image = ProgressiveJPEG()
        var kept: [UInt8] = [0xFF, 0xD8]
        for segment in JPEGSegments(of: file) {
            let data = file[segment.data]
            if segment.startsFrame {
                guard segment.marker == JPEGSegments.Segment.progressiveFrame, image.readFrame(data) else { return nil }
            } else if segment.marker == JPEGSegments.Segment.startOfScan {
                guard let isNeeded = image.readScan(data) else { return nil }
                guard isNeeded else { continue }
            } else if segment.marker == JPEGSegments.Segment.endOfImage {
                guard !image.components.isEmpty, image.components.allSatisfy(\.isComplete) else { return nil }
                return kept + image.components.filter { !$0.isHalved }.flatMap(zeros) + [0xFF, 0xD9]
            }
            kept += file[segment.range]
        }
        return nil
    }

    /// Reads the components from a frame header.
    private mutating func readFrame(_ header: ArraySlice<UInt8>) -> Bool {
        let header = Array(header)
        guard components.isEmpty, header.count >= 6, header.count == 6 + 3 * Int(header[5]) else { return false }
        let height = Int(header[1]) << 8 | Int(header[2])
        let width = Int(header[3]) << 8 | Int(header[4])
        let factors = stride(from: 7, to: header.count, by: 3).map {
            Size(width: Int(header[$0] >> 4), height: Int(header[$0] & 15))
        }
        guard width > 0, height > 0, let widest = factors.map(\.width).max(), let highest = factors.map(\.height).max(),
            factors.allSatisfy({ 1...4 ~= $0.width && 1...4 ~= $0.height })
        else { return false }
        components = factors.enumerated().map { index, factor in
            let blocks = Size(
                width: blocks(along: width * factor.width, widest),
                height: blocks(along: height * factor.height, highest)
            )
            let isHalved = widest.isMultiple(of: 2 * factor.width) && highest.isMultiple(of: 2 * factor.height)
            return Component(id: header[6 + 3 * index], blockCount: blocks.area, isHalved: isHalved)
        }
        return true
    }

    private func blocks(along length: Int, _ largestFactor: Int) -> Int {
        (length + largestFactor * 8 - 1) / (largestFactor * 8)
    }

    /// Records the coefficients of a scan, given its header.
    /// - Returns: whether the decoder needs the scan.
    private mutating func readScan(_ header: ArraySlice<UInt8>) -> Bool? {
        let header = Array(header)
        guard let count = header.first.map(Int.init), count > 0, header.count == 4 + 2 * count else { return nil }
        let (first, last) = (Int(header[1 + 2 * count]), Int(header[2 + 2 * count]))
        // DC coefficients never share a scan with AC coefficients, and an AC scan has only one component.
        guard first <= last, last < 64, first == 0 ? last == 0 : count == 1 else { return nil }
        var isNeeded = first == 0
        for entry in 0..<count {
            guard let index = components.firstIndex(where: { $0.id == header[1 + 2 * entry] }) else { return nil }
            for coefficient in first...last {
                components[index].missingBits[coefficient] = header[3 + 2 * count] & 15
            }
            isNeeded = isNeeded || components[index].isHalved
        }
        return isNeeded
    }

    /// Returns a scan of one component in which all AC coefficients are zero.
    private static func zeros(for component: Component) -> [UInt8] {
        // The Huffman table has only the codes for runs of empty blocks, with four bits each. Run `n` stands for 2ⁿ or
        // more blocks.
        let runs: [UInt8] = (0...14).map { $0 << 4 }
        let table: [UInt8] = [0xFF, 0xC4, 0, 34, 0x10, 0, 0, 0, 15] + [UInt8](repeating: 0, count: 12) + runs
        let noRestarts: [UInt8] = [0xFF, 0xDD, 0, 4, 0, 0]
        let header: [UInt8] = [0xFF, 0xDA, 0, 8, 1, component.id, 0, 1, 63, 0]
        var bits = BitWriter()
        var left = component.blockCount
        while left > 0 {
            let size = min(left.bitWidth - 1 - left.leadingZeroBitCount, 14)
            let run = min(left, 2 << size - 1)
            bits.write(size, count: 4)
            bits.write(run - 1 << size, count: size)
            left -= run
        }
        return table + noRestarts + header + bits.finished()
    }
}

/// Writes the bits of entropy-coded data, the highest bit first. It adds a zero after each FF byte and fills the last
/// byte with ones.
private struct BitWriter {
    private var bytes: [UInt8] = []
    private var pending = 0
    private var pendingCount = 0

    mutating func write(_ value: Int, count: Int) {
        pending = pending << count | value
        pendingCount += count
        while pendingCount >= 8 {
            pendingCount -= 8
            let byte = UInt8(truncatingIfNeeded: pending >> pendingCount)
            bytes += byte == 0xFF ? [0xFF, 0] : [byte]
        }
    }

    func finished() -> [UInt8] {
        var last = self
        if pendingCount > 0 { last.write(1 << (8 - pendingCount) - 1, count: 8 - pendingCount) }
        return last.bytes
    }
}
