import Vips

/// Reduces a plane, such as the luma of a photograph, with a Lanczos filter while its rows arrive. This class can also
/// enlarge a plane.
package final class PlaneReduction {
    private let size: Size
    private let target: Size
    /// Nil if the samples are copied, because the plane has the size of the result and shows only full pixels.
    private let reduction: Reduction<UInt8>?
    /// The number of rows of the plane in a group. The mean of a group is one input row of the reduction.
    private let factor: Int
    private var addedRows = 0
    /// The sums of the current group of rows.
    private var sums: [UInt32]
    private var summedRows = 0
    /// The number of rows in finished groups.
    private var finishedRows = 0
    /// Up to two rows of means, because a reduction receives rows in pairs.
    private var means: [UInt8] = []
    /// The result. It is complete after the last row of the plane.
    package private(set) var samples: [UInt8]

    /// The minimum number of rows per row of the target that remain if groups of rows are averaged before the filter.
    /// So rows are averaged only if the plane has at least twice this number of rows per row of the target. Averaging
    /// makes the windows of the filter smaller. Smaller windows need less memory, and the rounding errors of the
    /// weights (`KernelSample`) have a smaller sum.
    private static let averagedFactor = 9

    /// - Parameters:
    ///   - size: the number of columns and rows of the plane.
    ///   - extents: the width and the height of the picture that the samples show.
    package init(from size: Size, showing extents: Extents, to target: Size) {
        (self.size, self.target) = (size, target)
        samples = [UInt8](repeating: 0, count: target.area)
        let factor = max(size.height / (Self.averagedFactor * target.height), 1)
        self.factor = factor
        sums = [UInt32](repeating: 0, count: factor > 1 ? size.width : 0)
        guard target != size || extents != Extents(size) else {
            reduction = nil
            return
        }
        reduction = Reduction(
            from: Size(width: size.width, height: (size.height + factor - 1) / factor),
            showing: Extents(
                width: extents.width,
                height: Extent(extents.height.numerator, over: extents.height.denominator * factor)
            ),
            to: target,
            bands: 1
        )
    }

    /// - Parameter strip: the next rows of the plane. Only the last strip can have an odd number of rows.
    package func add(_ strip: Strip) {
        precondition(addedRows + strip.count <= size.height)
        if factor > 1 {
            for row in 0..<strip.count { average(strip.row(row)) }
        } else if let reduction {
            samples.withUnsafeMutableBytes { samples in
                if let start = samples.baseAddress { reduction.add(strip, to: start) }
            }
        } else {
            copy(strip)
        }
        addedRows += strip.count
    }

    private func copy(_ strip: Strip) {
        let first = addedRows
        samples.withUnsafeMutableBytes { samples in
            for row in 0..<strip.count {
                UnsafeMutableRawBufferPointer(rebasing: samples[((first + row) * size.width)...])
                    .copyMemory(from: UnsafeRawBufferPointer(start: strip.row(row), count: size.width))
            }
        }
    }

    /// Adds a row to the current group. After every second group, and after the last group, adds the new means to the
    /// reduction. The last group of the plane can have fewer rows.
    private func average(_ row: UnsafeRawPointer) {
        let row = UnsafeRawBufferPointer(start: row, count: size.width)
        for column in sums.indices { sums[column] &+= UInt32(row[column]) }
        summedRows += 1
        let group = min(factor, size.height - finishedRows)
        guard summedRows == group else { return }
        for column in sums.indices {
            means.append(UInt8(truncatingIfNeeded: (sums[column] &+ UInt32(group / 2)) / UInt32(group)))
            sums[column] = 0
        }
        finishedRows += group
        summedRows = 0
        guard means.count == 2 * size.width || finishedRows == size.height else { return }
        means.withUnsafeBytes { means in
            samples.withUnsafeMutableBytes { samples in
                guard let start = means.baseAddress, let result = samples.baseAddress else { return }
                reduction?.add(
                    Strip(start: start, stride: size.width, count: means.count / size.width),
                    to: result
                )
            }
        }
        means.removeAll(keepingCapacity: true)
    }
}
