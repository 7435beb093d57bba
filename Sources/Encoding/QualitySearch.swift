import Decoding
import WorkerProtocol

/// Finds the highest quality whose file has at most a given number of bytes. The search uses bisection, so for 100
/// qualities, it needs at most 8 encodes.
struct QualitySearch {
    let maxBytes: Int

    struct Result {
        /// The quality that was found. It is nil if the file with the requested quality is small enough.
        let quality: Int?
        let encodes: Int
        let bytes: [UInt8]
    }

    /// - Parameters:
    ///   - requested: the quality of the spec, which is never exceeded. It is nil if the first encode is lossless or
    ///     has no stated quality.
    ///   - encode: returns the file for a quality. Nil stands for the requested quality.
    /// - Throws: `Failure` `processor-failed` if even the file with the lowest quality is too large.
    func run(requested: Int?, _ encode: (Int?) throws(Failure) -> [UInt8]) throws(Failure) -> Result {
        let first = try encode(nil)
        if first.count <= maxBytes { return Result(quality: nil, encodes: 1, bytes: first) }
        var (low, high) = (1, (requested ?? 101) - 1)
        var encodes = 1
        var best: (quality: Int, bytes: [UInt8])?
        var smallest = first.count
        while low <= high {
            let quality = (low + high) / 2
            let bytes = try encode(quality)
            encodes += 1
            smallest = min(smallest, bytes.count)
            if bytes.count <= maxBytes {
                best = (quality, bytes)
                low = quality + 1
            } else {
                high = quality - 1
            }
        }
        guard let best else {
            let message = "cannot have at most \(maxBytes) bytes (max_bytes): the lowest quality gives \(smallest)"
            throw Failure(code: .processorFailed, message: message)
        }
        return Result(quality: best.quality, encodes: encodes, bytes: best.bytes)
    }
}
