import Decoding
import WorkerProtocol

/// The highest quality whose file comes within a number of bytes, by bisection: at most 8 encodes, for there are 100
/// qualities.
struct QualitySearch {
    let maxBytes: Int

    struct Found {
        /// Nil where the quality that was asked for was small enough.
        let quality: Int?
        let encodes: Int
        let bytes: [UInt8]
    }

    /// - Parameters:
    ///   - asked: the quality that the spec has, which is never exceeded; nil for a lossless start.
    ///   - encode: the file of a quality; nil stands for the quality that was asked for.
    /// - Throws: `Failure` `processor-failed` when even the lowest quality is too large.
    func run(asked: Int?, _ encode: (Int?) throws(Failure) -> [UInt8]) throws(Failure) -> Found {
        let first = try encode(nil)
        if first.count <= maxBytes { return Found(quality: nil, encodes: 1, bytes: first) }
        var (low, high) = (1, (asked ?? 101) - 1)
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
            let message = "cannot be made of \(maxBytes) bytes (max_bytes): the lowest quality takes \(smallest)"
            throw Failure(code: .processorFailed, message: message)
        }
        return Found(quality: best.quality, encodes: encodes, bytes: best.bytes)
    }
}
