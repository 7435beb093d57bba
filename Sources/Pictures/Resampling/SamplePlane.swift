import Vips

/// Samples of one band in memory, such as the luma of a photograph.
package struct SamplePlane {
    private let strip: Strip
    private let size: Size
    private let extents: Extents

    /// The minimum number of rows, for each row of the target, that the filter reads. If the plane has at least twice
    /// as many rows, groups of rows are averaged before the filter. There are two reasons: the filter keeps all rows of
    /// a window in memory, and its weights have only 14 bits.
    private static let averagedFactor = 9

    /// - Parameters:
    ///   - strip: the rows. They must stay valid while the plane is used.
    ///   - width: the number of samples in a row.
    ///   - extents: the width and the height of the picture that the samples show.
    package init(_ strip: Strip, width: Int, showing extents: Extents) {
        self.strip = strip
        size = Size(width: width, height: strip.count)
        self.extents = extents
    }

    /// Returns the samples of the plane, resampled with a Lanczos filter.
    package func resampled(to target: Size) -> [UInt8] {
        if target == size, extents == Extents(size) { return samples() }
        let factor = size.height / (Self.averagedFactor * target.height)
        guard factor > 1 else { return resampled(strip, size, extents, to: target) }
        let rows = (size.height + factor - 1) / factor
        let averaged = averagedRows(factor, rows)
        let height = Extent(extents.height.numerator, over: extents.height.denominator * factor)
        return averaged.withUnsafeBytes { bytes in
            guard let start = bytes.baseAddress else { return [] }
            return resampled(
                Strip(start: start, stride: size.width, count: rows),
                Size(width: size.width, height: rows),
                Extents(width: extents.width, height: height),
                to: target
            )
        }
    }

    private func samples() -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: size.area) { buffer, count in
            for row in 0..<size.height {
                let samples = UnsafeRawBufferPointer(start: strip.row(row), count: size.width)
                UnsafeMutableRawBufferPointer(rebasing: UnsafeMutableRawBufferPointer(buffer)[(row * size.width)...])
                    .copyMemory(from: samples)
            }
            count = size.area
        }
    }

    private func resampled(_ strip: Strip, _ size: Size, _ extents: Extents, to target: Size) -> [UInt8] {
        let reduction = Reduction<UInt8>(from: size, showing: extents, to: target, bands: 1)
        return [UInt8](unsafeUninitializedCapacity: target.area) { buffer, count in
            if let start = buffer.baseAddress { reduction.add(strip, to: start) }
            count = target.area
        }
    }

    /// Returns the mean of each group of rows. The last group can have fewer rows.
    private func averagedRows(_ factor: Int, _ rows: Int) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(rows * size.width)
        var sums = [UInt32](repeating: 0, count: size.width)
        for row in 0..<rows {
            let group = row * factor..<min((row + 1) * factor, size.height)
            for column in sums.indices { sums[column] = UInt32(group.count / 2) }
            for line in group {
                let samples = UnsafeRawBufferPointer(start: strip.row(line), count: size.width)
                for column in sums.indices { sums[column] &+= UInt32(samples[column]) }
            }
            for sum in sums { result.append(UInt8(truncatingIfNeeded: sum / UInt32(group.count))) }
        }
        return result
    }
}
