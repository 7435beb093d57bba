import Decoding
import Encoding
import ImageSpecs
import WorkerProtocol

/// An output without a source image: the processors of the spec are applied to a canvas.
struct CanvasOutput {
    private let job: Job.Output

    init(_ job: Job.Output) { self.job = job }

    func result(limits: Job.Limits) -> Outcome.Result {
        do throws(Failure) {
            return .made(try make(limits))
        } catch {
            return .failed(error)
        }
    }

    private func make(_ limits: Job.Limits) throws(Failure) -> Outcome.MadeImage {
        guard let target = job.target, let canvas = job.spec.extensions.canvas, let format = job.spec.imageFormat else {
            throw Failure(code: .unsupportedFormat, message: "without a source, a spec needs a canvas and a format")
        }
        guard canvas.width <= max(limits.pixels, 1) / canvas.height else {
            throw Failure(
                code: .tooLarge,
                message: "\(canvas.width)×\(canvas.height) is more than max_pixels, \(limits.pixels)"
            )
        }
        let extensions = job.spec.extensions
        // Without an embedded profile, viewers show Display P3 colours as sRGB, which is wrong. So an output has sRGB
        // colours if its format cannot store a profile.
        let colors = extensions.colorProfile == .p3 && !format.holdsProfile ? .srgb : extensions.colorProfile
        do {
            let blank = try Normalization.picture(canvas.image(), ColorConversion(from: nil, to: colors))
            let finished = FinishedImage(
                .frames([try blank.processed(by: job.spec.processors.map(\.pictureStep), limits: limits)]),
                timing: nil,
                metadata: try KeptMetadata(
                    extensions.keepMetadata.filter(format.metadataKinds.contains),
                    of: blank.image,
                    from: nil,
                    colors: colors
                )
            )
            return try finished.save(as: format, job.spec, to: target, limits: limits, original: nil)
        } catch let failure as Failure {
            throw failure
        } catch {
            throw Failure(code: .processorFailed, message: "\(error)")
        }
    }
}
