import Files
import JSON
import Operations

extension EnqueueSummary {
    /// The last line of `--log-format json`.
    func json(at time: UTCTime) -> JSONText {
        [
            "event": "summary", "time": .string(time.description), "bundles": .integer(bundles),
            "sources": .integer(sources), "images": .integer(images), "queued": .integer(queued),
            "dead": .integer(dead), "fresh": .integer(plan.fresh), "failed": .integer(plan.failed),
        ]
    }

    /// The beginning of a sentence such as `sent 2 bundles with 150 sources, 300 images to redis://localhost:6379/1`.
    var sentence: String {
        "sent \(counted(bundles, "bundle")) with \(sourcesAndImages(sources, images))"
            + (queued > 0 ? " (\(counted(queued, "source")) more in the queue already)" : "")
    }
}
