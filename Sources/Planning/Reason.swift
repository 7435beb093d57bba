/// The reason why a run makes or renames an image.
package enum Reason: String, Sendable {
    case missing
    case sourceChanged = "source-changed"
    /// The content of an overlay has changed, or the generator uses another overlay.
    case overlayChanged = "overlay-changed"
    case forced
    /// An earlier run was stopped while it made the file, or `imagekit invalidate` marked the file.
    case interrupted
    /// The cache file differs from the file that was made, or is not an image.
    case damaged
    /// The file exists under its former name.
    case renamed
    /// The image failed, possibly because of a limit, and the limits have changed since.
    case limitsChanged = "limits-changed"
    /// The image failed with another version of imagekit or libvips.
    case rendererChanged = "renderer-changed"
    /// The image failed for a reason that can disappear.
    case retried
    /// The image can show a fault of an earlier version (`FixedFault`).
    case outdated
    /// A page shows a placeholder of the image, and the state does not contain this placeholder.
    case placeholderMissing = "placeholder-missing"

    /// Whether an image can have this reason although it is fresh in all other respects.
    package var isOfFreshImage: Bool { self == .forced || self == .outdated || self == .placeholderMissing }
}
