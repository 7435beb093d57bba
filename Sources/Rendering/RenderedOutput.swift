import Containers
import Decoding
import Encoding
import ImageSpecs
import Pictures
import Processing
import WorkerProtocol

/// One output of a job, ready to be made.
struct RenderedOutput {
    private let job: Job.Output
    private let decoder: Decoder
    private let format: Result<ImageFormat, Failure>
    private let treatment: DecodePlan.Treatment
    private let leading: LeadingResize
    /// All of the spec's steps but those that are done while decoding.
    private let steps: [any PictureStep]
    /// Whether all the frames of an animation are made.
    let isAnimated: Bool

    init(_ job: Job.Output, _ decoder: Decoder) {
        self.job = job
        self.decoder = decoder
        format = Result { () throws(Failure) in try RenderedOutput.format(of: job.spec, decoder.file.format) }
        let extensions = job.spec.extensions
        let held = try? format.get()
        isAnimated = extensions.animated && decoder.frameCount > 1 && held?.isAnimated == true
        // A format that cannot say "Display P3" would show wrong colours.
        let isSaid = extensions.colorProfile != .p3 || held?.holdsProfile == true
        // What makes no difference to this source must not keep its outputs from sharing.
        treatment = DecodePlan.Treatment(
            autorotate: extensions.autorotate || decoder.orientation == 1,
            colors: isSaid ? extensions.colorProfile : .srgb
        )
        var steps = job.spec.processors.map(\.pictureStep)
        // Upright already: a leading Transpose(auto), common in Django projects, has nothing left to do.
        if treatment.autorotate, steps.first as? Transpose == Transpose.auto { steps.removeFirst() }
        let isSideways = treatment.autorotate && Orientation.swapsSides(decoder.orientation)
        var leading = LeadingResize(of: steps, for: isSideways ? decoder.size.swapped : decoder.size)
        if let target = leading.target, target.width <= 0 || target.height <= 0 {
            leading = LeadingResize(none: steps)
        }
        self.leading = leading
        self.steps = steps
    }

    /// What a picture that is no animation asks of the shared decoding.
    var request: DecodePlan.Request {
        DecodePlan.Request(
            target: leading.target,
            treatment: treatment,
            margin: leading.rest.first?.needsDetail == true ? 4 : 2
        )
    }

    /// - Parameter place: among the outputs that share the decoding.
    func make(_ place: Int, from shared: SharedDecoding, limits: Job.Limits) throws(Failure) -> Outcome.MadeImage {
        try make(limits) { [try shared.picture(for: request, output: place).processed(by: leading.rest)] }
    }

    func make(from frames: SharedFrames, limits: Job.Limits) throws(Failure) -> Outcome.MadeImage {
        try decoder.checkFrames(limits)
        return try make(limits) { try Picture.processed(try frames.pictures(treatment), by: steps) }
    }

    private func make(_ limits: Job.Limits, _ pictures: () throws -> [Picture]) throws(Failure) -> Outcome.MadeImage {
        guard let target = job.target else { preconditionFailure("only wanted outputs are made") }
        let format = try format.get()
        let frames = isAnimated ? decoder.frameCount : 1
        if let size = leading.target,
            size.area.multipliedReportingOverflow(by: frames).overflow
                || size.area * frames > max(limits.pixels, 1)
        {
            let times = isAnimated ? " × \(frames) frames" : ""
            throw Failure(
                code: .tooLarge,
                message: "it would come out \(size)\(times), more than max_pixels, \(limits.pixels)"
            )
        }
        do {
            let finished = FinishedImage(
                frames: try pictures(),
                timing: isAnimated ? decoder.timing : nil,
                metadata: try KeptMetadata(
                    job.spec.extensions.keepMetadata.filter(format.metadataKinds.contains),
                    of: decoder.header,
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

    /// The source's bytes without metadata, if they show what the output must show; nil if they do not, or if the spec does
    /// not ask for them.
    private func original(in format: ImageFormat) -> [UInt8]? {
        guard job.spec.extensions.ifLarger == .keepOriginal, decoder.file.format == format,
            decoder.orientation == 1, decoder.frameCount == 1 || isAnimated, decoder.header.interpretation != "cmyk",
            steps.allSatisfy({ $0.isNoOp(for: decoder.size) })
        else { return nil }
        guard treatment.colors == .keep || decoder.profile?.isSRGB ?? true else { return nil }
        return OriginalFile.withoutMetadata(
            decoder.file.bytes(),
            format,
            keepsProfile: treatment.colors == .keep
        )
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
