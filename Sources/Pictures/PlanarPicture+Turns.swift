import ImageSpecs

extension PlanarPicture {
    /// Returns the picture after these turns.
    ///
    /// Colour differences can be halved before this call only if the picture has an even number of columns and rows. If
    /// one of these numbers is odd, the last sample of a halved colour difference is half outside the picture. So a
    /// flip would move the colours by half a sample.
    package func turned(_ turns: [Transpose.Turn]) -> PlanarPicture {
        turns.reduce(self) { picture, turn in
            PlanarPicture(picture.subsampling, picture.planes.map { $0.turned(turn) })
        }
    }

    /// Returns the picture with halved colour differences. Each sample is the mean of four samples.
    package func halvingColors() -> PlanarPicture {
        guard subsampling == .full, planes.count == 3 else { return self }
        return PlanarPicture(.halved, [planes[0]] + planes.dropFirst().map(\.halved))
    }
}

extension PlanarPicture.Plane {
    fileprivate func turned(_ turn: Transpose.Turn) -> PlanarPicture.Plane {
        let (width, height) = (size.width, size.height)
        // The index of the source sample that becomes the first sample of the result. The steps lead from there to the
        // source samples for the next column and the next row of the result.
        let (first, right, below) =
            switch turn {
            case .flipHorizontal: (width - 1, -1, width)
            case .flipVertical: ((height - 1) * width, 1, -width)
            case .rotate90: (width - 1, width, -1)
            case .rotate180: (width * height - 1, -1, -width)
            case .rotate270: ((height - 1) * width, -width, 1)
            }
        let isSideways = turn == .rotate90 || turn == .rotate270
        let target = isSideways ? size.swapped : size
        // A quarter turn reads the samples by columns and writes them by rows. So process squares of samples, because a
        // square stays in the cache of the processor.
        let side = isSideways ? 32 : max(target.width, target.height)
        let turned = [UInt8](unsafeUninitializedCapacity: target.area) { result, count in
            samples.withUnsafeBufferPointer { samples in
                // The index is a linear function of the column and the row. So if the indices of the corners are in
                // range, all indices are in range.
                let corners = [0, (target.width - 1) * right].flatMap { [$0, $0 + (target.height - 1) * below] }
                precondition(corners.allSatisfy { samples.indices.contains(first + $0) })
                for top in stride(from: 0, to: target.height, by: side) {
                    for left in stride(from: 0, to: target.width, by: side) {
                        for row in top..<min(top + side, target.height) {
                            let (start, line) = (first &+ row &* below, row &* target.width)
                            for column in left..<min(left + side, target.width) {
                                result[line &+ column] = samples[start &+ column &* right]
                            }
                        }
                    }
                }
            }
            count = target.area
        }
        return PlanarPicture.Plane(size: target, samples: turned)
    }

    /// The means of squares of four samples. At the right and lower edges, a square can have fewer samples.
    fileprivate var halved: PlanarPicture.Plane {
        let target = PlanarPicture.Subsampling.halved.size(of: size)
        var halved: [UInt8] = []
        halved.reserveCapacity(target.area)
        samples.withUnsafeBufferPointer { samples in
            for row in 0..<target.height {
                let (upper, lower) = (2 * row * size.width, min(2 * row + 1, size.height - 1) * size.width)
                for column in 0..<target.width {
                    let (left, right) = (2 * column, min(2 * column + 1, size.width - 1))
                    let sum =
                        UInt32(samples[upper + left]) + UInt32(samples[upper + right])
                        + UInt32(samples[lower + left]) + UInt32(samples[lower + right])
                    halved.append(UInt8(truncatingIfNeeded: (sum + 2) / 4))
                }
            }
        }
        return PlanarPicture.Plane(size: target, samples: halved)
    }
}
