import Crypto
import Files
import WorkerProtocol

extension Renderer {
    /// The number in the records of a state. It is short, because a site can have a million records, and the same in all
    /// states, so that those of shards can be merged.
    package var number: Int {
        // A record without a number belongs to the renderer before numbers existed.
        if self == .unrecorded { return Self.unrecordedNumber }
        let text = [imagekit, libvips, build].joined(separator: "\n")
        return 2 + Int(SHA256.hash(data: Array(text.utf8)).leadingNumber % UInt64(Int32.max - 2))
    }

    /// The number of files that imagekit found and did not make.
    package static let foundNumber = 0
    static let unrecordedNumber = 1
}
