import Decoding
import Pictures
import Vips
import WorkerProtocol

extension TemporaryFolder {
    /// The pixels of a file of these bytes, at full size.
    /// - Parameter allFrames: one below the other.
    package func decoded(
        _ bytes: [UInt8],
        _ truncated: Job.Truncated = .refuse,
        allFrames: Bool = false
    ) throws -> Image {
        let limits = Job.Limits(truncated: truncated)
        let decoder = try Decoder(SourceFile(path: write(bytes, to: "source"), limits: limits), limits: limits)
        let image = try (allFrames ? decoder.loadAllFrames() : decoder.load(shrink: 1)).inMemory()
        try decoder.checkCompleteness()
        return image
    }

    /// Why a file of these bytes is not decoded; nil if it is.
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
