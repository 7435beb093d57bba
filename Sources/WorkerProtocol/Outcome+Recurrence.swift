extension Outcome.Code {
    /// When runs try a failed image again.
    package enum Recurrence: String, Sendable {
        /// A run tries the image again only after a change, for example of the source or the spec. Without a change,
        /// the image would fail in the same way.
        case afterChange = "after a change"
        /// Each run tries the image again, because the reason can disappear at any time.
        case always = "by each run"
        /// Later runs try the image again. The probable reason is the machine or another process, so a later try can
        /// succeed. The reason can also be the source, so the pauses between the tries grow.
        case later = "by later runs"
    }

    /// The row of this code in the table in Docs/operations.md.
    package var facts: (meaning: String, recurrence: Recurrence) {
        switch self {
        case .missingSource: ("The source does not exist, or its name is not valid.", .always)
        case .unreadableSource:
            ("The source cannot be read, for example because of its permissions or a failing disk.", .always)
        case .notAFile:
            (
                "The source is a folder, a pipe, a socket, or a device. Or it is a link whose target does not exist. Or it is a link to a target outside `MEDIA_ROOT`, and the source group does not set `follow_outside`.",
                .always
            )
        case .emptySource: ("The source is empty.", .afterChange)
        case .unsupportedFormat:
            (
                "The source is not an image in a supported format. Or the installed libvips cannot write the format of the image.",
                .afterChange
            )
        case .corruptSource: ("The source is truncated or corrupt.", .afterChange)
        case .tooLarge: ("The source or the image exceeds one of the [limits](registry.md#limits).", .afterChange)
        case .changedSource: ("The source changed while a run read it. The next run tries the image again.", .always)
        case .processorFailed: ("A processor failed.", .always)
        case .cannotWrite:
            (
                "The image could not be written, for example because the disk is full, permissions are missing, or the name of the file would be too long. Or the file would be in `.imagekit/`; in this case, the event has no `name`.",
                .always
            )
        case .uploadFailed:
            (
                "The image was made, but could not be uploaded to the [bucket](storage.md). The next run makes and uploads it again.",
                .always
            )
        case .notGenerated:
            (
                "Only for single files: the image is missing or out of date, and the [strategy](#strategies) of its generator does not make the image now.",
                .always
            )
        case .missingField:
            (
                "The source has no value for a field of the spec, and the field has no default. The event has no `name`.",
                .always
            )
        case .badField:
            (
                "The value of a field is not valid for the argument that uses the field, or the sidecar cannot be read. The event has no `name`.",
                .always
            )
        case .outOfMemory:
            (
                "The image needs more memory than [`max_memory`](registry.md#limits), even in a second try. If the source exceeds a limit of its decoder, the code is `too-large`.",
                .later
            )
        case .crashed: ("The worker crashed.", .afterChange)
        case .timeout:
            (
                "The source or one of its images took longer than `--timeout`, and the worker used at least half of this time as CPU time.",
                .afterChange
            )
        case .stalled:
            (
                "The source or one of its images took longer than `--timeout`, but the worker used less than half of this time as CPU time. The machine is overloaded, or another process stopped the worker.",
                .later
            )
        case .killed:
            ("Another process killed the worker, or the system killed the worker because memory was short.", .later)
        }
    }

    /// Whether the failure is recorded.
    package var isRecorded: Bool { facts.recurrence != .always }
}

/// The schedule of the retries for failures with the recurrence `later`.
package enum RetrySchedule {
    /// The pause after each failure, in seconds. After the last try, the image is not tried again until something
    /// changes.
    package static let pauses = [0, 60, 600, 3600, 6 * 3600]
    package static let maxTries = pauses.count + 1

    /// - Parameters:
    ///   - tries: how often the image failed.
    ///   - last: the time of the last failure, in seconds since 1970.
    package static func isDue(tries: Int, last: Int, now: Int) -> Bool {
        guard tries <= pauses.count else { return false }
        // A time in the future means that the clock was set back: try again.
        return last > now || now >= last + pauses[max(tries, 1) - 1]
    }
}
