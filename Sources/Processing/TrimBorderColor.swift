import ImageSpecs
import Pictures
import Vips

extension TrimBorderColor: PictureStep {
    package func box(in picture: Picture) throws -> Box? {
        try picture.boxWithoutBorder(color, tolerance: tolerance, sides)
    }
}

extension Picture {
    /// `TrimBorderColor`: returns the box that remains without the outer rows and columns whose pixels all match the
    /// border's colour. If all pixels of the picture match, the box is the whole picture.
    /// - Parameters:
    ///   - color: the border's colour. Nil stands for the median of the outermost pixels, for each band.
    ///   - tolerance: the maximum difference of a matching pixel per band, from 0 to 1.
    ///   - sides: the sides whose borders are removed.
    func boxWithoutBorder(_ color: Color?, tolerance: Double, _ sides: Sides) throws -> Box {
        let pixels = try image.withColorBands().withAlphaBand().pixels()
        let border = color.map { [$0.red, $0.green, $0.blue, $0.alpha] } ?? pixels.borderMedian()
        guard var box = pixels.box(ofAllExcept: border, tolerance: tolerance) else {
            return Box(left: 0, top: 0, width: size.width, height: size.height)
        }
        if !sides.contains(.left) { box.left = 0 }
        if !sides.contains(.top) { box.top = 0 }
        if !sides.contains(.right) { box.right = pixels.width }
        if !sides.contains(.bottom) { box.bottom = pixels.height }
        return Box(left: box.left, top: box.top, width: box.right - box.left, height: box.bottom - box.top)
    }
}

extension Pixels {
    fileprivate typealias Bounds = (left: Int, top: Int, right: Int, bottom: Int)

    /// Returns the median of each band over the outermost pixels. In a picture without inner pixels, all pixels are
    /// outermost.
    fileprivate func borderMedian() -> [UInt8] {
        var histogram = [[Int]](repeating: [Int](repeating: 0, count: 256), count: 4)
        let hasInside = width > 2 && height > 2
        var count = 0
        for y in 0..<height {
            for x in 0..<width {
                let isInside = hasInside && x > 0 && x < width - 1 && y > 0 && y < height - 1
                if isInside { continue }
                count += 1
                for band in 0..<4 { histogram[band][Int(samples[(y * width + x) * 4 + band])] += 1 }
            }
        }
        return histogram.map { band in
            var sum = 0
            let median = band.firstIndex { tally in
                sum += tally
                return sum > count / 2
            }
            return UInt8(median ?? 255)
        }
    }

    /// Returns the bounds of the pixels that differ from the colour, or nil if no pixel differs.
    fileprivate func box(ofAllExcept color: [UInt8], tolerance: Double) -> Bounds? {
        // As in PILKit, a tolerance of 1 has the effect of 0, because it would otherwise remove everything. Between 0
        // and 1, alpha has no effect, because PILKit subtracts an opaque grey from the differences. Its alpha of 255
        // reduces each difference of alpha to 0.
        let isExact = tolerance == 0 || tolerance == 1
        let allowed = isExact ? 0 : Int(tolerance * 255)
        let bands = isExact ? 4 : 3
        var box: Bounds?
        for y in 0..<height {
            for x in 0..<width {
                let index = (y * width + x) * 4
                let differs = (0..<bands).contains { abs(Int(samples[index + $0]) - Int(color[$0])) > allowed }
                guard differs else { continue }
                box = (
                    min(box?.left ?? x, x), min(box?.top ?? y, y), max(box?.right ?? 0, x + 1),
                    max(box?.bottom ?? 0, y + 1)
                )
            }
        }
        return box
    }
}
