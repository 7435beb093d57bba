import Files

/// The headers that decide whether the server sends a file, a part of the file, or only a status (RFC 9110, 13).
package struct RequestConditions: Equatable, Sendable {
    package var ifMatch: String?
    package var ifNoneMatch: String?
    package var ifModifiedSince: String?
    package var ifUnmodifiedSince: String?
    package var range: String?
    package var ifRange: String?

    package init() {}

    package enum Answer: Equatable, Sendable {
        case complete
        case part(Range<Int>)
        case notModified
        case preconditionFailed
        case unsatisfiable
    }

    /// - Parameters:
    ///   - tag: the entity tag of the file, with its quotation marks.
    ///   - modified: the time of the file's last change, in seconds since 1970.
    package func answer(tag: String, modified: Int, size: Int) -> Answer {
        if let ifMatch {
            // `If-Match` requires a strong comparison. So a weak tag never matches.
            guard Self.tags(ifMatch).contains(where: { $0 == "*" || $0 == tag }) else { return .preconditionFailed }
        } else if let date = ifUnmodifiedSince.flatMap(UTCTime.init(httpDate:)), modified > date.seconds {
            return .preconditionFailed
        }
        if let ifNoneMatch {
            let matches = Self.tags(ifNoneMatch).contains { $0 == "*" || Self.withoutWeakness($0) == tag }
            if matches { return .notModified }
        } else if let date = ifModifiedSince.flatMap(UTCTime.init(httpDate:)), modified <= date.seconds {
            return .notModified
        }
        guard let range, isRangeValid(tag: tag, modified: modified) else { return .complete }
        return switch ByteRange(range, size: size) {
        case .all: .complete
        case .part(let part): .part(part)
        case .unsatisfiable: .unsatisfiable
        }
    }

    /// Whether `If-Range` allows a part of the file. If the client has a part of another version of the file, it needs
    /// the complete file.
    private func isRangeValid(tag: String, modified: Int) -> Bool {
        guard let ifRange else { return true }
        return ifRange == tag || UTCTime(httpDate: ifRange)?.seconds == modified
    }

    private static func tags(_ list: String) -> [Substring] {
        list.split(separator: ",").map { $0.drop { $0 == " " || $0 == "\t" } }
            .map { tag in tag.lastIndex { $0 != " " && $0 != "\t" }.map { tag[...$0] } ?? tag }
    }

    private static func withoutWeakness(_ tag: Substring) -> Substring { tag.hasPrefix("W/") ? tag.dropFirst(2) : tag }
}
