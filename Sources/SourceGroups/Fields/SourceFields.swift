import Files
import ImageHeaders
import ImageSpecs
import Registry
import WorkerProtocol

/// The fields of one source. The fields in `FieldReference.ofSource` come from the source's header. Every other field
/// comes from the columns of the source groups or, if no column has it, from the sidecar. The header and the sidecar
/// are read only when they are needed.
package final class SourceFields {
    private let origin: ImageOrigin
    /// The stamp that was found with the source; nil if it is unknown.
    private let stamp: FileStamp?
    private let catalog: SourceCatalog
    private lazy var sidecar = Result { () throws(FieldError) in try Sidecar.read(of: origin.key, catalog) }
    /// The reason why the header could not be downloaded; nil if no download failed. After such a failure, it is
    /// unknown whether the source is an image.
    package private(set) var headerFailure: Outcome.Failure?
    /// The header of the content that the stamp identifies; nil if it is unknown or was not needed yet.
    package private(set) var knownHeader: SourceHeader?
    private lazy var header = knownHeader ?? readHeader()

    init(_ origin: ImageOrigin, _ stamp: FileStamp?, _ header: SourceHeader?, _ catalog: SourceCatalog) {
        self.origin = origin
        self.stamp = stamp
        self.catalog = catalog
        knownHeader = header
    }

    /// - Parameters:
    ///   - groups: the names of the source groups whose columns are used.
    ///   - isUpright: whether the spec rotates the source upright.
    /// - Returns: nil if the source has no such field.
    package func value(of name: String, in groups: [String], isUpright: Bool) throws(FieldError) -> FieldValue? {
        guard case .source(let source) = origin else { return nil }
        if FieldReference.ofSource.contains(name) { return try ownValue(name, isUpright: isUpright) }
        for group in groups {
            if let value = catalog.value(of: name, for: source, in: group) { return value }
        }
        return try sidecar.get()?[name].flatMap { FieldValue($0) }
    }

    private func readHeader() -> SourceHeader? {
        let start = currentTime()
        do throws(SourceCopyError) {
            let header = try catalog.header(of: origin.key, stamp)
            if let stamp, catalog.isUnchanged(origin.key, stamp, at: start) { knownHeader = header }
            return header
        } catch {
            headerFailure = error.failure
            return nil
        }
    }

    /// The size of the source; nil for a canvas, and for a source whose header is unknown. The header is unknown if the
    /// file cannot be read, if it does not start with the header of an image, or if the header cannot be downloaded
    /// (`headerFailure`).
    func size(isUpright: Bool) -> (width: Int, height: Int)? {
        guard !origin.isCanvas else { return nil }
        return isUpright ? header?.uprightSize : header?.storedSize
    }

    private func ownValue(_ name: String, isUpright: Bool) throws(FieldError) -> FieldValue {
        guard let header else {
            let reason = headerFailure?.message ?? "the source's header is truncated or not that of an image"
            throw .unreadable("\(name) is unknown: \(reason)")
        }
        return header.value(ofField: name, isUpright: isUpright)
    }

    /// The failure of an image, with a remedy.
    func failure(_ mistake: FieldError) -> Outcome.Failure {
        guard case .missing(let name) = mistake else {
            return Outcome.Failure(code: .badField, message: "\(mistake)")
        }
        guard case .source(let source) = origin else {
            let message = "\(mistake): set it with --set, or give the argument a default"
            return Outcome.Failure(code: .missingField, message: message)
        }
        let remedy = "add it to a column of the source group or to \(source).json, or give the argument a default"
        // A focus point needs both fields, so a default for one of them is no remedy.
        let ofPoint = "set both focus_x and focus_y, or neither"
        let isHalf = ["focus_x", "focus_y"].contains(name)
        return Outcome.Failure(code: .missingField, message: "\(mistake): \(isHalf ? ofPoint : remedy)")
    }
}

extension SourceHeader {
    /// Returns the value of a field in `FieldReference.ofSource`.
    /// - Parameter isUpright: whether the spec rotates the source upright.
    package func value(ofField name: String, isUpright: Bool) -> FieldValue {
        let size = isUpright ? uprightSize : storedSize
        return switch name {
        case "source.width": FieldValue(.integer(size.width))
        case "source.height": FieldValue(.integer(size.height))
        default: FieldValue(.integer(orientation))
        }
    }
}
