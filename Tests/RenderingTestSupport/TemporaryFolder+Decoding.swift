import Decoding
import Pictures
import Vips
import WorkerProtocol

extension TemporaryFolder {
    /// Decodes a file with these bytes at full size.
    /// - Parameter allFrames: whether to decode all frames, one below the other.
    package func decoded(
        _ bytes: [UInt8],
        _ truncated: Job.Truncated = .refuse,
        allFrames: Bool = false
    ) throws -> Image {
        let limits = Job.Limits(truncated: truncated)
        let decoder = try Decoder(SourceFile(path: write(bytes, to: "source"), limits: limits), limits: limits)
        let image = try (allFrames ? decoder.loadAllFrames() : decoder.load()).inMemory()
        try decoder.checkCompleteness()
        return image
    }

    /// Returns the failure of decoding a file with these bytes, or nil if it succeeds.
    package func failure(_ bytes: [UInt8], _ truncated: Job.Truncated = .refuse) -> Outcome.Failure? {
        do {
            _ = try decoded(bytes, truncated)
            return nil
        } catch let failure as Outcome.Failure {
            return failure
        } catch {
            return Outcome.Failure(code: .corruptSource, message: "\(error)")
        }
    }
}
