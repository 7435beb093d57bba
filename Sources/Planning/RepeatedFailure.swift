import WorkerProtocol

extension Outcome.Failure {
    /// The failure of an image that the run does not try to make. If the failure is from an earlier run, the message
    /// also states when the image is tried again.
    package var repeated: Outcome.Failure {
        var failure = self
        switch code {
        case .emptySource:
            failure.message += " (as before; the source has not changed since, --force tries again)"
        case .killed, .stalled, .outOfMemory:
            failure.message +=
                " (as before; later runs try it again, at most \(RetrySchedule.maxTries) times, and after that if the source, imagekit, "
                + "libvips, its modules, or the limits change, or with --force)"
        case .corruptSource:
            failure.message +=
                " (as before; it is tried again if the source, imagekit, libvips, or its modules change, or with --truncated "
                + "accept or --force)"
        case .unsupportedFormat, .tooLarge, .crashed, .timeout:
            failure.message +=
                " (as before; it is tried again if the source, imagekit, libvips, its modules, or the limits change, or with "
                + "--force)"
        // For these failures, the message needs no addition: every run tries the image again, or there was no attempt
        // to make it.
        case .missingSource, .unreadableSource, .notAFile, .changedSource, .processorFailed, .cannotWrite,
            .uploadFailed, .notGenerated,
            .missingField, .badField:
            break
        }
        return failure
    }
}
