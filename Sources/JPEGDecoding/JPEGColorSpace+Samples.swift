extension JPEGColorSpace {
    /// The factors of the colour differences (ITU-R BT.601 with the full range): 1.402, -0.344136, -0.714136, and
    /// 1.772, with 16 fractional bits. `convert` contains them as literals, because each access to a static variable
    /// checks whether the variable is initialized.
    private typealias Factors = (redOfCr: Int32, greenOfCb: Int32, greenOfCr: Int32, blueOfCb: Int32)

    /// Returns interleaved samples of grey, RGB, or CMYK. The inks of the result are not inverted.
    /// - Parameter planes: the samples of each component. All planes have the same number of samples.
    package func samples(of planes: [[UInt8]]) -> [UInt8] {
        let (bands, count) = (planes.count, planes.map(\.count).min() ?? 0)
        return [UInt8](unsafeUninitializedCapacity: bands * count) { samples, filled in
            switch self {
            case .grey, .rgb: interleave(planes[...], inverting: 0, to: samples, count)
            case .invertedCMYK: interleave(planes[...], inverting: 0xFF, to: samples, count)
            case .yCbCr: convert(planes, to: samples, count)
            // The conversion of YCbCr gives the complement of the stored inks. The stored inks are inverted, so this
            // complement is the inks themselves.
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
        let factors: Factors = (91_881, -22_553, -46_802, 116_130)
        let bands = planes.count
        precondition(samples.count >= bands * count && planes.prefix(3).allSatisfy { $0.count >= count })
        planes[0].withUnsafeBufferPointer { luma in
            planes[1].withUnsafeBufferPointer { blue in
                planes[2].withUnsafeBufferPointer { red in
                    for index in 0..<count {
                        let y = Int32(luma[index]) &<< 16 &+ 1 &<< 15
                        let (cb, cr) = (Int32(blue[index]) &- 128, Int32(red[index]) &- 128)
                        let first = bands &* index
                        samples[first] = Self.sample(y &+ factors.redOfCr &* cr)
                        samples[first &+ 1] = Self.sample(y &+ factors.greenOfCb &* cb &+ factors.greenOfCr &* cr)
                        samples[first &+ 2] = Self.sample(y &+ factors.blueOfCb &* cb)
                    }
                }
            }
        }
    }

    @inline(__always)
    private static func sample(_ value: Int32) -> UInt8 { UInt8(truncatingIfNeeded: min(max(value &>> 16, 0), 255)) }
}
