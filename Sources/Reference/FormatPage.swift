import ImageSpecs
import JSON
import Registry

/// The output of `imagekit formats --json` for a format. If imagekit cannot write the format, the properties that
/// concern writing are absent.
package enum FormatPage {
    /// - Parameters:
    ///   - name: the name of a format that is read, written, or both.
    package static func json(_ name: String, isRead: Bool, isWritten: Bool) -> JSONText {
        let format = ImageFormat(rawValue: name).flatMap { $0.isWritten ? $0 : nil }
        return .object(omittingNil: [
            "name": .string(name), "is_read": .bool(isRead), "is_written": .bool(isWritten),
            "extensions": format.map { .array($0.extensions.map(JSONText.string)) },
            "mime_type": format.map { .string($0.mimeType) },
            "transparency": format.map { .string($0.transparency.summary) },
            "is_animated": format.map { .bool($0.isAnimated) },
            "has_quality": format.map { .bool($0.hasQuality) },
            "metadata": format.map { .array($0.metadataKinds.map { .string($0.rawValue) }) },
            "options": format.map { .array($0.saveOptions.map(\.json)) },
        ])
    }
}

extension SaveOption {
    fileprivate var json: JSONText {
        .object(omittingNil: [
            "name": .string(name), "default": fallback.map { JSONText($0) }, "takes": .string(kind.requirement),
            "summary": .string(summary.withoutMarkdown), "schema": kind.schema.json,
        ])
    }
}
