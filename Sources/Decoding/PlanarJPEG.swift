import JPEGDecoding
import Pictures
import Vips

/// A JPEG that the module `JPEGDecoding` decodes. Its coefficients are decoded only once. Each output is resized from
/// the planes with the smallest scale that keeps the detail of the output.
///
/// The pixels of an output depend only on the file, the target, and the margin. They do not depend on the other
/// outputs.
package final class PlanarJPEG {
    /// A requested size.
    package struct Request: Hashable {
        /// The size of the output in the orientation that the file stores.
        let target: Size
        /// The minimum ratio between a side of the plane and the same side of the target.
        let margin: Int

        package init(target: Size, margin: Int) {
            self.target = target
            self.margin = margin
        }
    }

    private let colors: JPEGColorSpace
    /// The decoded planes of each component, by their scale.
    private let planes: [[JPEGScale: JPEGPlane]]
    private let scales: [Request: [JPEGScale]]

    /// The limit, in bytes, for the coefficients of a picture with several scans. All coefficients of such a picture
    /// are in memory at the same time. A picture of 100 megapixels with 4:2:0 subsampling needs 320 MB. libjpeg needs
    /// the same memory, but has no limit.
    private static let byteLimit = 400 << 20

    /// - Parameter size: the size that libvips reads. A file in which `JPEGPicture` reads another size is refused,
    ///   because only the size from libvips is checked against the limits.
    /// - Returns: nil for a file that only libvips decodes.
    package init?(_ file: SourceFile, size: Size, _ requests: some Collection<Request>) {
        guard file.format == .jpeg, !requests.isEmpty else { return nil }
        var bytes = file.bytes()
        // Accept a file without its end marker, because its picture can be complete. The decoder refuses a picture with
        // missing coefficients.
        let endMarker: [UInt8] = [0xFF, 0xD9]
        if !bytes.suffix(2).elementsEqual(endMarker) { bytes += endMarker }
        guard let picture = try? JPEGPicture(bytes), Size(width: picture.width, height: picture.height) == size else {
            return nil
        }
        colors = picture.colors
        var scales: [Request: [JPEGScale]] = [:]
        for request in requests {
            scales[request] = (0..<picture.componentCount).map { picture.scale(of: $0, for: request) }
        }
        self.scales = scales
        let all = (0..<picture.componentCount).map { component in Set(scales.values.map { $0[component] }) }
        if let decoded = try? picture.planes(all, byteLimit: Self.byteLimit) {
            planes = decoded
            return
        }
        // Some scans are broken, or their coefficients exceed the limit. An output that does not need these scans can
        // still be decoded: decode the planes of each such output separately.
        guard picture.skipsScans else { return nil }
        var found = [[JPEGScale: JPEGPlane]](repeating: [:], count: picture.componentCount)
        for scales in Set(scales.values) where scales.contains(.eighth) {
            guard let decoded = try? picture.planes(scales.map { [$0] }, byteLimit: Self.byteLimit) else { continue }
            for (component, planes) in decoded.enumerated() { found[component].merge(planes) { _, new in new } }
        }
        planes = found
    }

    /// Returns whether all planes that a request needs were decoded. If not, only libvips can make its image.
    package func hasPlanes(for request: Request) -> Bool {
        guard let scales = scales[request] else { return false }
        return scales.enumerated().allSatisfy { planes[$0.offset][$0.element] != nil }
    }

    /// Returns the picture at the size of a request. The picture keeps the colour space and the orientation that the
    /// file stores.
    /// - Returns: nil if only libvips can decode the scans that the request needs.
    package func image(_ request: Request) throws -> Image? {
        guard let scales = scales[request] else { return nil }
        var components: [[UInt8]] = []
        for (component, scale) in scales.enumerated() {
            guard let plane = planes[component][scale] else { return nil }
            components.append(plane.resampled(to: request.target))
        }
        let pixels = Pixels(
            width: request.target.width,
            height: request.target.height,
            bands: components.count,
            samples: colors.samples(of: components)
        )
        return try Image(pixels, interpretation: components.count == 4 ? "cmyk" : nil)
    }
}

extension PlanarJPEG {
    /// Returns the components of the picture at the size of a request. They are not rotated.
    /// - Returns: nil if the picture is neither grey nor YCbCr, or if only libvips can decode the scans that the request
    ///   needs.
    package func components(_ request: Request, _ subsampling: PlanarPicture.Subsampling) -> PlanarPicture? {
        guard colors == .grey || colors == .yCbCr, let scales = scales[request] else { return nil }
        var planes: [PlanarPicture.Plane] = []
        for (component, scale) in scales.enumerated() {
            guard let plane = self.planes[component][scale] else { return nil }
            let isDifference = colors.isDifference(component)
            let target = isDifference ? subsampling.size(of: request.target) : request.target
            // If luma has an odd number of columns or rows, the last sample of a colour difference is half outside the
            // picture. So the samples show more than the picture.
            let shown = isDifference && subsampling == .halved ? target.doubled : request.target
            let samples = plane.resampled(to: target, showing: shown, of: request.target)
            planes.append(PlanarPicture.Plane(size: target, samples: samples))
        }
        return PlanarPicture(subsampling, planes)
    }
}

extension JPEGPicture {
    /// Returns the smallest scale that keeps the detail of a target.
    fileprivate func scale(of component: Int, for request: PlanarJPEG.Request) -> JPEGScale {
        JPEGScale.allCases.first { scale in
            let (width, height) = shownSize(of: component, at: scale)
            // The scale `eighth` has only the mean of each 8 × 8 samples. It is less sharp than the other scales, so
            // only it needs the full margin. For colour differences, half of the margin is enough, because the eye sees
            // less detail in colours.
            let sharpness = scale == .eighth ? 1 : 0.875
            let margin = Double(request.margin) * sharpness * (colors.isDifference(component) ? 0.5 : 1)
            return width >= margin * Double(request.target.width) && height >= margin * Double(request.target.height)
        } ?? .full
    }
}

extension Size {
    fileprivate var doubled: Size { Size(width: 2 * width, height: 2 * height) }
}

extension JPEGPlane {
    fileprivate func resampled(to target: Size) -> [UInt8] { resampled(to: target, showing: target, of: target) }

    /// - Parameters:
    ///   - target: the number of samples of the result.
    ///   - shown: the size that the result shows, if the size of the picture is `whole`.
    fileprivate func resampled(to target: Size, showing shown: Size, of whole: Size) -> [UInt8] {
        SamplePlane(
            Strip(start: samples, stride: stride, count: height),
            width: width,
            showing: Extents(
                width: Extent(shownWidth.numerator, over: shownWidth.denominator)
                    .resized(from: whole.width, to: shown.width),
                height: Extent(shownHeight.numerator, over: shownHeight.denominator)
                    .resized(from: whole.height, to: shown.height)
            )
        ).resampled(to: target)
    }
}
