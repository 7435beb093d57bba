import JSON
import WorkerProtocol

extension ImageNotes {
    /// The notes about how the file was made: the results of `max_bytes` and `if_larger`.
    package var making: [JSONText.Member] {
        members([
            "quality": quality.map { .integer($0) }, "encodes": encodes.map { .integer($0) },
            "original": isOriginal ? .bool(true) : nil,
        ])
    }

    /// All notes: the notes in `making`, and the placeholders that a page shows while the image loads.
    var all: [JSONText.Member] {
        making
            + members([
                "blurhash": placeholders.map { .string($0.blurHash) },
                "thumbhash": placeholders.map { .string($0.thumbHash) },
                "placeholder": placeholders.map { .string($0.inline) },
            ])
    }

    private func members(_ pairs: KeyValuePairs<String, JSONText?>) -> [JSONText.Member] {
        pairs.compactMap { key, value in value.map { JSONText.Member(key: key, value: $0) } }
    }
}
