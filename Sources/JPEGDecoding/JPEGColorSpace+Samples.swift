extension JPEGColorSpace {
    /// Returns interleaved samples of grey, RGB, or CMYK. The inks of the result are not inverted.
    /// - Parameter planes: the samples of each component. All planes have the same number of samples.
    package func samples(of planes: [[UInt8]]) -> [UInt8] {
        let (bands, count) = (planes.count, planes.map(\.count).min() ?? 0)
        return [UInt8](unsafeUninitializedCapacity: bands * count) { samples, filled in
            switch self {
            case .grey, .rgb: interleave(planes[...], inverting: 0, to: samples, count)
            case .invertedCMYK: interleave(planes[...], inverting: 0xFF, to: samples, count)
            case .yCbCr: convert(planes, to: samples, count)
            // The conversion of YCbCr to RGB gives the complement of the inverted inks, which is the inks themselves.
            // The fourth component is not converted. It is inverted black, so invert it.
            case .invertedYCCK:
                convert(planes, to: samples, count)
                interleave(planes[3...], inverting: 0xFF, to: samples, count)
            }
            filled = bands * count
        }
    }

    /// - Parameters:
    ///   - planes: the planes from an index to the end. The index of a plane is also the index of its band.
    ///   - mask: the bits of each sample that are inverted.
    ///   - count: the number of pixels.
    private func interleave(
        _ planes: ArraySlice<[UInt8]>,
        inverting mask: UInt8,
        to samples: UnsafeMutableBufferPointer<UInt8>,
        _ count: Int
    ) {
        let bands = planes.endIndex
        precondition(samples.count >= bands * count)
        for (band, plane) in zip(planes.indices, planes) {
            plane.withUnsafeBufferPointer { plane in
                precondition(plane.count >= count)
                for index in 0..<count { samples[bands &* index &+ band] = plane[index] ^ mask }
            }
        }
    }

    /// Converts the first three planes to RGB.
    private func convert(_ planes: [[UInt8]], to samples: UnsafeMutableBufferPointer<UInt8>, _ count: Int) {
        let bands = planes.count
        precondition(samples.count >= bands * count && planes.prefix(3).allSatisfy { $0.count >= count })
        planes[0].withUnsafeBufferPointer { luma in
            planes[1].withUnsafeBufferPointer { blue in
                planes[2].withUnsafeBufferPointer { red in
                    guard let luma = luma.baseAddress, let blue = blue.baseAddress, let red = red.baseAddress,
                        let samples = samples.baseAddress
                    else { return }
                    func convert(_ pixels: Int, from first: Int, _ load: (UnsafePointer<UInt8>) -> SIMD8<UInt8>) {
                        let colors = RGBPixels(y: load(luma + first), cb: load(blue + first), cr: load(red + first))
                        colors.store(pixels, to: samples + bands * first, bands)
                    }
                    let wholeCount = count & ~7
                    for first in stride(from: 0, to: wholeCount, by: 8) {
                        convert(8, from: first) { UnsafeRawPointer($0).loadUnaligned(as: SIMD8<UInt8>.self) }
                    }
                    let rest = count - wholeCount
                    if rest > 0 {
                        convert(rest, from: wholeCount) { plane in
                            var eight = SIMD8<UInt8>()
                            for index in 0..<rest { eight[index] = plane[index] }
                            return eight
                        }
                    }
                }
            }
        }
    }
}

/// Eight pixels in RGB.
private struct RGBPixels {
    private let red: SIMD8<UInt8>
    private let green: SIMD8<UInt8>
    private let blue: SIMD8<UInt8>

    /// Converts pixels by ITU-R BT.601 with the full range. The factors of the colour differences are 1.402, -0.344136,
    /// -0.714136, and 1.772, with 16 fractional bits.
    ///
    /// A factor that does not fit into a signed number of 16 bits is the sum of an integer and a smaller factor. So
    /// both numbers of each multiplication fit into 16 bits.
    @inline(__always)
    init(y: SIMD8<UInt8>, cb: SIMD8<UInt8>, cr: SIMD8<UInt8>) {
        let (y, cb, cr) = (y.wide, cb.wide &- SIMD8(repeating: 128), cr.wide &- SIMD8(repeating: 128))
        // 1.402 is approximately 1 + 26,345 / 65,536.
        red = (y &+ cr &+ cr.products(26_345).high).clamped
        // -0.714136 is approximately -1 + 18,734 / 65,536.
        green = (y &- cr &+ (cb.products(-22_553) &+ cr.products(18_734)).high).clamped
        // 1.772 is approximately 2 - 14,942 / 65,536.
        blue = (y &+ cb &+ cb &+ cb.products(-14_942).high).clamped
    }

    /// Stores the first `count` pixels.
    @inline(__always)
    func store(_ count: Int, to samples: UnsafeMutablePointer<UInt8>, _ bands: Int) {
        for index in 0..<count {
            let pixel = samples + bands &* index
            (pixel[0], pixel[1], pixel[2]) = (red[index], green[index], blue[index])
        }
    }
}

extension SIMD8<UInt8> {
    @inline(__always)
    fileprivate var wide: SIMD8<Int16> {
        SIMD8<Int16>(
            Int16(self[0]),
            Int16(self[1]),
            Int16(self[2]),
            Int16(self[3]),
            Int16(self[4]),
            Int16(self[5]),
            Int16(self[6]),
            Int16(self[7])
        )
    }
}

extension SIMD8<Int16> {
    @inline(__always)
    fileprivate func products(_ factor: Int32) -> SIMD8<Int32> {
        let wide = SIMD8<Int32>(
            Int32(self[0]),
            Int32(self[1]),
            Int32(self[2]),
            Int32(self[3]),
            Int32(self[4]),
            Int32(self[5]),
            Int32(self[6]),
            Int32(self[7])
        )
        return wide &* SIMD8<Int32>(repeating: factor)
    }

    /// The numbers, limited to the range from 0 to 255.
    @inline(__always)
    fileprivate var clamped: SIMD8<UInt8> {
        let white = SIMD8<Int16>(repeating: 255)
        let clamped = white &- (white &- positivePart).positivePart
        return SIMD8<UInt8>(
            UInt8(truncatingIfNeeded: clamped[0]),
            UInt8(truncatingIfNeeded: clamped[1]),
            UInt8(truncatingIfNeeded: clamped[2]),
            UInt8(truncatingIfNeeded: clamped[3]),
            UInt8(truncatingIfNeeded: clamped[4]),
            UInt8(truncatingIfNeeded: clamped[5]),
            UInt8(truncatingIfNeeded: clamped[6]),
            UInt8(truncatingIfNeeded: clamped[7])
        )
    }

    @inline(__always)
    private var positivePart: Self { self & ~(self &>> 15) }
}

extension SIMD8<Int32> {
    /// The numbers, rounded and without their 16 fractional bits.
    @inline(__always)
    fileprivate var high: SIMD8<Int16> {
        let rounded = (self &+ SIMD8(repeating: 1 << 15)) &>> 16
        return SIMD8<Int16>(
            Int16(truncatingIfNeeded: rounded[0]),
            Int16(truncatingIfNeeded: rounded[1]),
            Int16(truncatingIfNeeded: rounded[2]),
            Int16(truncatingIfNeeded: rounded[3]),
            Int16(truncatingIfNeeded: rounded[4]),
            Int16(truncatingIfNeeded: rounded[5]),
            Int16(truncatingIfNeeded: rounded[6]),
            Int16(truncatingIfNeeded: rounded[7])
        )
    }
}
