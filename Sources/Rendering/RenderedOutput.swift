import Containers
import Decoding
import Encoding
import ImageSpecs
import Pictures
import Processing
import WorkerProtocol

/// An output of a job, and the values that are needed to render the output.
struct RenderedOutput {
    private let job: Job.Output
    private let decoder: Decoder
    private let format: Result<ImageFormat, Failure>
    private let treatment: PixelRequest.Treatment
    private let leading: LeadingResize
    /// The steps of the spec, without a leading Transpose(auto) that has no effect.
    private let steps: [any PictureStep]
    /// The size of the picture after the output's first resize.
    private let resized: Size
    /// Whether the output contains all frames of an animation.
    let isAnimated: Bool
    /// Not nil if the output can be encoded from the components of the source.
    private var planar: PlanarOutput?

    init(_ job: Job.Output, _ decoder: Decoder) {
        self.job = job
        self.decoder = decoder
        format = Result { () throws(Failure) in try RenderedOutput.format(of: job.spec, decoder.file.format) }
        let extensions = job.spec.extensions
        let knownFormat = try? format.get()
        isAnimated = extensions.animated && decoder.frameCount > 1 && knownFormat?.isAnimated == true
        // Without an embedded profile, viewers show Display P3 colours as sRGB, which is wrong. So an output with
        // `p3` gets sRGB colours if its format cannot store a profile.
        let canStoreProfile = extensions.colorProfile != .p3 || knownFormat?.holdsProfile == true
        // `autorotate` has no effect on an upright source. So set it to true for such a source: outputs that differ
        // only in this setting then share their pixels.
        treatment = PixelRequest.Treatment(
            autorotate: extensions.autorotate || decoder.orientation == 1,
            colors: canStoreProfile ? extensions.colorProfile : .srgb
        )
        var steps = job.spec.processors.map(\.pictureStep)
        // With `autorotate`, decoding turns the picture upright. So a leading Transpose(auto), which is common in
        // Django projects, has no effect. Without this step, outputs can share the resize that follows the step.
        if treatment.autorotate, steps.first as? Transpose == Transpose.auto { steps.removeFirst() }
        let isSideways = treatment.autorotate && Orientation.swapsSides(decoder.orientation)
        let upright = isSideways ? decoder.size.swapped : decoder.size
        var leading = LeadingResize(of: steps, for: upright)
        if let target = leading.target, target.width <= 0 || target.height <= 0 {
            leading = LeadingResize(withoutResize: steps)
        }
        self.leading = leading
        self.steps = steps
        resized = leading.target ?? upright
        planar = planarOutput()
    }

    /// The request to the shared decoding, for an output that is not an animation.
    var request: PixelRequest {
        PixelRequest(
            target: leading.target,
            treatment: treatment,
            margin: leading.rest.first?.needsDetail == true ? 8 : 2,
            planes: planar.map { $0.isWhole ? $0.subsampling : .full }
        )
    }

    /// An output that is encoded from the components of its source.
    private struct PlanarOutput {
        let subsampling: PlanarPicture.Subsampling
        /// The part of the resized picture that is encoded.
        let part: Box
        /// Whether the part is the complete picture.
        let isWhole: Bool

        /// Crops the picture before the colour differences are halved, because the part can start at an odd column.
        func picture(_ resized: PlanarPicture) -> PlanarPicture {
            guard !isWhole else { return resized }
            let part = resized.cropped(to: part)
            return subsampling == .halved ? part.halvingColors() : part
        }
    }

    /// Returns a value only if both the source and the output are JPEGs, if the steps only resize and crop, and if the
    /// output needs neither RGB samples nor metadata.
    private func planarOutput() -> PlanarOutput? {
        guard decoder.file.format == .jpeg, !isAnimated, let part = leading.keptPart(of: resized),
            // A cropped output is not encoded from planes in two cases. If the source is grey, its planes would give a
            // grey JPEG, but PILKit's crop gives a coloured one. If `autoconvert` is off, PILKit's crop has the mode
            // RGBA, which planes cannot have.
            leading.rest.isEmpty || job.spec.autoconvert && decoder.samples.bands == 3,
            let format = try? format.get(), format == .jpeg, !job.spec.extensions.describesPlaceholders,
            job.spec.extensions.keepMetadata.isEmpty,
            treatment.colors != .keep || decoder.profile?.needed == nil,
            ColorConversion(from: decoder.profile, to: treatment.colors).keeps(decoder.samples),
            let saver = try? Saver(format, options: job.spec.options ?? [:], autoconvert: job.spec.autoconvert),
            let subsampling = saver.planes
        else { return nil }
        let isWhole = part == Box(left: 0, top: 0, width: resized.width, height: resized.height)
        return PlanarOutput(subsampling: subsampling, part: part, isWhole: isWhole)
    }

    func make(from shared: SharedDecoding, limits: Job.Limits) throws(Failure) -> Outcome.MadeImage {
        let request = request
        return try make(limits) {
            if let planar, let picture = shared.components(for: request) { return .planes(planar.picture(picture)) }
            return .frames([try shared.picture(for: request).processed(by: leading.rest, limits: limits)])
        }
    }

    func make(from frames: SharedFrames, limits: Job.Limits) throws(Failure) -> Outcome.MadeImage {
        try decoder.checkFrames(limits)
        return try make(limits) {
            .frames(try Picture.processed(try frames.pictures(treatment), by: steps, limits: limits))
        }
    }

    private func make(
        _ limits: Job.Limits,
        _ content: () throws -> FinishedImage.Content
    ) throws(Failure) -> Outcome.MadeImage {
        guard let target = job.target else { preconditionFailure("only requested outputs are made") }
        let format = try format.get()
        let frames = isAnimated ? decoder.frameCount : 1
        // The area of the size can exceed `Int`, so divide the limit instead.
        if let size = leading.target, size.width > max(limits.pixels, 1) / frames / size.height {
            let times = isAnimated ? " × \(frames) frames" : ""
            throw Failure(
                code: .tooLarge,
                message: "the image would have the size \(size)\(times), more than max_pixels, \(limits.pixels)"
            )
        }
        do {
            let kept = job.spec.extensions.keepMetadata.filter(format.metadataKinds.contains)
            let finished = FinishedImage(
                try content(),
                timing: isAnimated ? decoder.timing : nil,
                metadata: try KeptMetadata(
                    kept,
                    of: kept.isEmpty ? nil : try decoder.header(),
                    from: decoder.profile,
                    colors: treatment.colors
                )
            )
            return try finished.save(as: format, job.spec, to: target, limits: limits, original: original(in: format))
        } catch let failure as Failure {
            throw failure
        } catch {
            throw Failure(code: .processorFailed, message: "\(error)")
        }
    }

    /// Returns the bytes of the source file without metadata. These bytes can replace a result that is larger.
    /// - Returns: nil if the spec does not allow this replacement, if the output has another format than the source or
    ///   must look different, or if the metadata cannot be removed.
    private func original(in format: ImageFormat) -> [UInt8]? {
        guard job.spec.extensions.ifLarger == .keepOriginal, decoder.file.format == format,
            decoder.orientation == 1, decoder.frameCount == 1 || isAnimated, decoder.samples.interpretation != "cmyk",
            steps.allSatisfy({ $0.isNoOp(for: decoder.size) })
        else { return nil }
        guard treatment.colors == .keep || decoder.profile?.isSRGB ?? true else { return nil }
        return OriginalFile.withoutMetadata(decoder.file.bytes(), format, keepsProfile: treatment.colors == .keep)
    }

    private static func format(of spec: ImageSpec, _ source: ImageFormat) throws(Failure) -> ImageFormat {
        if let name = spec.format {
            guard let format = spec.imageFormat else {
                throw Failure(code: .unsupportedFormat, message: "there is no format \(name)")
            }
            return format
        }
        guard source.isWritten else {
            let message = "\(source.rawValue) is not written: give the spec a format"
            throw Failure(code: .unsupportedFormat, message: message)
        }
        return source
    }
}
