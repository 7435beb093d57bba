/// The reason why `imagekit watch` cannot watch anything.
package enum WatchError: Error, Equatable, CustomStringConvertible {
    /// The strategies of these generators make no image when a source is saved.
    case nothingOnSourceSaved([String])
    /// `MEDIA_ROOT` was moved, deleted, or unmounted.
    case mediaRootGone(String)

    package var description: String {
        switch self {
        case .nothingOnSourceSaved(let ids):
            "no strategy makes an image when a source is saved (\(ids.joined(separator: ", "))): set "
                + "\"cachefile_strategy\": \"Optimistic\" for generators, or IMAGEKIT_DEFAULT_CACHEFILE_STRATEGY for all"
        case .mediaRootGone(let path): "MEDIA_ROOT \(path) was moved, deleted, or unmounted"
        }
    }
}
