import ImageSpecs
import Vips
import WorkerProtocol

/// Makes what a job asks for. Every failure ends up in the outcome: of the source in all of its outputs, of one output
/// in that one.
public enum Renderer {
    public static func render(_ job: Job) -> Outcome {
        let wanted = job.outputs.indices.filter { job.outputs[$0].target != nil }
        var outcome = Outcome(id: job.id, results: job.outputs.map { _ in nil })
        guard !wanted.isEmpty else { return outcome }
        do {
            let file = try SourceFile(path: job.path, limits: job.limits)
            let decoder = try Decoder(file, limits: job.limits)
            let outputs = job.outputs.map { Output($0, decoder) }
            let requests = outputs.map(\.request)
            let plan = DecodePlan(
                stored: decoder.size,
                turnsSideways: Orientation.swapsSides(decoder.orientation),
                shrinks: file.format.shrinks,
                requests: requests
            )
            let shared = SharedDecoding(decoder, plan, requests: requests, needed: wanted)
            for index in wanted {
                do throws(Failure) {
                    outcome.results[index] = .made(try outputs[index].make(index, from: shared, limits: job.limits))
                } catch {
                    outcome.results[index] = .failed(error)
                }
            }
        } catch {
            for index in wanted { outcome.results[index] = .failed(error) }
        }
        return outcome
    }

    /// One output of a job, ready to be made.
    private struct Output {
        let job: Job.Output
        let request: DecodePlan.Request
        let rest: [Step]
        let sourceFormat: SourceFormat
        let profile: ICCProfile?

        init(_ job: Job.Output, _ decoder: Decoder) {
            self.job = job
            let extensions = job.spec.extensions
            // What makes no difference to this source must not keep its outputs from sharing.
            let treatment = DecodePlan.Treatment(
                autorotate: extensions.autorotate || decoder.orientation == 1,
                convertsColors: extensions.colorProfile == .srgb
            )
            let isSideways = treatment.autorotate && Orientation.swapsSides(decoder.orientation)
            var steps = job.spec.processors.map(\.step)
            // Upright already: a leading Transpose(auto), common in Django projects, has nothing left to do.
            if treatment.autorotate, steps.first == .transpose(.auto) { steps.removeFirst() }
            let opening = Opening(of: steps, for: isSideways ? decoder.size.swapped : decoder.size)
            let isDrawable = opening.target.map { $0.width > 0 && $0.height > 0 } ?? true
            request = DecodePlan.Request(
                target: isDrawable ? opening.target : nil,
                treatment: treatment,
                margin: opening.rest.first?.looksAtDetail == true ? 4 : 2
            )
            rest = isDrawable ? opening.rest : steps
            sourceFormat = decoder.file.format
            profile = decoder.profile
        }

        func make(_ index: Int, from shared: SharedDecoding, limits: Job.Limits) throws(Failure) -> Outcome.MadeImage {
            guard let target = job.target else { preconditionFailure("only wanted outputs are made") }
            let format = try format()
            if let size = request.target, size.area > max(limits.pixels, 1) {
                throw Failure(code: .tooLarge, message: "the image would come out \(size)")
            }
            let picture: Picture
            do {
                picture = try shared.picture(for: request, output: index).processed(by: rest)
            } catch let failure as Failure {
                throw failure
            } catch {
                throw Failure(code: .processorFailed, message: "\(error)")
            }
            let profile = request.treatment.convertsColors ? nil : profile
            return try picture.save(as: format, job.spec, profile: profile, to: target)
        }

        private func format() throws(Failure) -> ImageFormat {
            if let name = job.spec.format {
                guard let format = job.spec.imageFormat else {
                    throw Failure(code: .unsupportedFormat, message: "there is no format \(name)")
                }
                return format
            }
            guard let format = sourceFormat.outputFormat else {
                let name = sourceFormat.rawValue
                throw Failure(code: .unsupportedFormat, message: "\(name) is not written: give the spec a format")
            }
            return format
        }
    }
}
