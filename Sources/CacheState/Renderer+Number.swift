import Crypto
import Files
import WorkerProtocol

extension Renderer {
    /// Identifies the renderer in the records of a state. The number is short, because a site can have a million
    /// records. It is the same in all states, so that the records of shards can be merged.
    package var number: Int {
        // Records of versions that stored no numbers get this one.
        if self == .unrecorded { return Self.unrecordedNumber }
        let text = [imagekit, libvips, build].joined(separator: "\n")
        return 2 + Int(SHA256.hash(data: Array(text.utf8)).leadingNumber % UInt64(Int32.max - 2))
    }

    /// The renderer number in the records of files that imagekit did not make but found.
    package static let foundNumber = 0
    static let unrecordedNumber = 1
}
