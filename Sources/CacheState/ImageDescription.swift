import WorkerProtocol

/// The description of an image, from a worker or from the header of the image's file. The type is a class, because a
/// run can handle a million records without a description, and a struct would take up space in each of these records.
/// The case `CacheRecord.State.failed` is indirect for the same reason.
package final class ImageDescription: Sendable {
    package let image: Outcome.MadeImage
    /// When and why imagekit made the image; nil if imagekit only found the file, or if the version of imagekit that
    /// made the image did not record this.
    package let making: Making?

    package init(_ image: Outcome.MadeImage, making: Making? = nil) {
        self.image = image
        self.making = making
    }

    /// When and why imagekit made an image.
    package struct Making: Hashable, Sendable {
        /// The time in seconds since 1970.
        package let time: Int
        /// One of the reasons in the JSON output of a run, such as `missing`.
        package let reason: String

        package init(time: Int, reason: String) {
            self.time = time
            self.reason = reason
        }
    }
}
