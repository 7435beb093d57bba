import CacheState

/// The reason why a shared state cannot be merged or uploaded.
package enum SharedStateError: Error, CustomStringConvertible {
    case noState(address: String, expected: String)
    case unusable(address: String)
    /// The downloaded bytes are not those of the object.
    case damagedDownload(address: String)
    /// A newer version of imagekit uploaded the state.
    case newer(address: String)
    /// Other machines replaced the object again and again.
    case contended(address: String)

    package var description: String {
        switch self {
        case .noState(let address, let expected):
            "\(address) has no state of this storage: there is no object whose name begins with \"\(expected)\" and ends "
                + "with \".sqlite3\""
        case .unusable(let address):
            "\(address) is not a state, or is damaged: delete the object; the machine that made it uploads it again with "
                + "the next image that it makes"
        case .damagedDownload(let address):
            "the download of \(address) has another checksum than the object: run again"
        case .newer(let address): "a newer version of imagekit uploaded \(address): update imagekit on this machine"
        case .contended(let address):
            "other machines replaced \(address) during each of \(SharedStates.attempts) attempts to upload it: give each "
                + "machine a shard of its own (--shard)"
        }
    }

    /// - Returns: nil if the error does not concern the content of the object.
    init?(_ error: any Error, address: String) {
        switch error {
        case is UnusableOtherStateError: self = .unusable(address: address)
        case is NewerStateError: self = .newer(address: address)
        default: return nil
        }
    }
}
