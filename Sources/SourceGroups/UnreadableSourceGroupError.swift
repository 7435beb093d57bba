import Files
import SystemPackage

/// The sources of a source group cannot be determined, so nothing can be planned.
package struct UnreadableSourceGroupError: Error, CustomStringConvertible {
    let group: String
    let reason: String

    init(group: String, reason: String) {
        self.group = group
        self.reason = reason
    }

    init(group: String, mediaRoot: String, code: Errno) {
        let reason = "cannot read MEDIA_ROOT \(mediaRoot): \(code)" + readingRemedy(mediaRoot, code)
        self.init(group: group, reason: reason)
    }

    package var description: String { "source group \"\(group)\": \(reason)" }
}
