import Decoding
import ImageSpecs
import Pictures
import WorkerProtocol

/// Makes the outputs of a job. This type throws no errors, because the outcome contains the failures. If the source
/// cannot be decoded, all requested outputs have the failure of the source. If one output fails, the other outputs are
/// still made.
package enum Renderer {
    /// - Parameter progress: is called when the source is decoded, and after each output.
    package static func render(_ job: Job, progress: @escaping () -> Void = {}) -> Outcome {
        var outcome = rendered(job, progress)
        // If a disk fails, a decoder treats the missing bytes as the end of the file. So check whether the disk can
        // read all bytes of a source that seems corrupt.
        lazy var readFailure = job.source.isEmpty ? nil : SourceFile.readFailure(path: job.path)
        for (index, result) in outcome.results.enumerated() {
            guard case .failed(let failure)? = result else { continue }
            let cause = failure.code == .corruptSource ? readFailure ?? failure : failure
            outcome.results[index] = .failed(cause.withCodeOfMessage(job.limits.memory))
        }
        return outcome
    }

    private static func rendered(_ job: Job, _ progress: @escaping () -> Void) -> Outcome {
        let requested = job.outputs.indices.filter { job.outputs[$0].target != nil }
        var outcome = Outcome(id: job.id, results: job.outputs.map { _ in nil })
        guard !requested.isEmpty else { return outcome }
        guard !job.source.isEmpty else {
            for index in requested {
                outcome.results[index] = CanvasOutput(job.outputs[index]).result(limits: job.limits)
                progress()
            }
            return outcome
        }
        do {
            let file = try SourceFile(path: job.path, limits: job.limits)
            let decoder = try Decoder(file, limits: job.limits)
            let outputs = job.outputs.map { RenderedOutput($0, decoder) }
            // Decode animations separately: an animated output needs all frames in full size, but a still output needs
            // only one frame, often in a smaller size.
            let requests = requested.filter { !outputs[$0].isAnimated }.map { outputs[$0].request }
            let shared = SharedDecoding(decoder, requests: requests, didDecode: progress)
            let frames = SharedFrames(decoder, didDecode: progress)
            for index in requested {
                let output = outputs[index]
                do throws(Failure) {
                    let made =
                        output.isAnimated
                        ? try output.make(from: frames, limits: job.limits)
                        : try output.make(from: shared, limits: job.limits)
                    outcome.results[index] = .made(made)
                } catch {
                    outcome.results[index] = .failed(error)
                }
                progress()
            }
        } catch {
            for index in requested { outcome.results[index] = .failed(error) }
        }
        return outcome
    }
}
