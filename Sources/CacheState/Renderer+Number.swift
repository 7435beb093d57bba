import Crypto
import Files
import WorkerProtocol

extension Renderer {
    /// Identifies the renderer in the records of a state. The number is short, because a state can have a million
    /// records. A renderer has the same number in all states, so that the records of shards can be merged.
    package var number: Int {
        // Early versions recorded no renderer. Their records are treated as records with this number.
        if self == .unrecorded { return Self.unrecordedNumber }
        let text = [imagekit, libvips, build].joined(separator: "\n")
        return 2 + Int(SHA256.hash(data: Array(text.utf8)).leadingNumber % UInt64(Int32.max - 2))
    }

    /// The number in the records of files that imagekit found in the cache folder and did not make.
    package static let foundNumber = 0
    static let unrecordedNumber = 1
}
