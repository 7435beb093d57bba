import CacheState
import Registry

/// What a run would do with one source or canvas.
package struct PlannedSource: Sendable {
    package var origin: ImageOrigin
    /// The stamp of the source, and its digest and header if they are known; nil if the source cannot be examined. If
    /// fresh images are only counted, it can also be nil for a source with only fresh images.
    package var record: PartialSourceRecord?
    /// One image for each selected generator that applies to the source. The array can be empty if fresh images are
    /// only counted (`settledImages`).
    package var images: [PlannedImage]
    /// Changes to record even if no image is made, such as the new times of a source with unchanged content, or an
    /// adopted file.
    package var changes: [StateChange]
    /// The names of all cache files of the source in the state, if it is unknown which of these files are used;
    /// otherwise empty. It is unknown, for example, if the source lacks a field that a name depends on, or if the
    /// header of the source cannot be read.
    package var keptNames: [String] = []
    /// Whether the source can have cache files whose names are unknown, because its header cannot be read and the state
    /// has no records of its cache files.
    package var hasUnknownNames = false
    /// The new stamp of the folder that contains the images, if all images of the source are fresh; nil if the recorded
    /// stamp is still valid or the new stamp must not be recorded. The stamp is recorded only if the state is written
    /// for another reason.
    package var imagesStamp: Int?
    /// The number of images if all images are fresh and nothing must be recorded; otherwise nil. In most runs, nearly
    /// all sources have this number. If fresh images are only counted, `images` is empty for such a source.
    package var settledImages: Int?
}
