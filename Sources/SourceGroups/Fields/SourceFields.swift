import ImageHeaders
import ImageSpecs
import WorkerProtocol

/// The fields of one source: the columns of its source groups, then its sidecar, then what its own header says. Each is
/// looked into when a field is asked for that the ones before do not have.
package final class SourceFields {
    private let source: String
    private let catalog: SourceCatalog
    private lazy var sidecar = Result { () throws(FieldMistake) in try Sidecar.read(of: source, catalog) }
    private lazy var header = SourceHeader.read(catalog.settings.path(of: source))

    init(_ source: String, _ catalog: SourceCatalog) {
        self.source = source
        self.catalog = catalog
    }

    /// - Parameters:
    ///   - groups: the source groups whose columns count, by name.
    ///   - isUpright: whether the spec turns the source upright.
    /// - Returns: nil where the source has no such field.
    func value(of name: String, in groups: [String], isUpright: Bool) throws(FieldMistake) -> FieldValue? {
        // A canvas has no source to ask.
        guard !source.isEmpty else { return nil }
        if FieldReference.ofSource.contains(name) { return try ownValue(name, isUpright: isUpright) }
        for group in groups {
            if let value = catalog.value(of: name, for: source, in: group) { return value }
        }
        return try sidecar.get()?[name].flatMap { FieldValue($0) }
    }

    private func ownValue(_ name: String, isUpright: Bool) throws(FieldMistake) -> FieldValue {
        guard let header else {
            throw .unreadable("\(name) cannot be known: the source's header is not that of an image, or cut off")
        }
        let size = isUpright ? header.uprightSize : header.storedSize
        switch name {
        case "source.width": return FieldValue(.integer(size.width))
        case "source.height": return FieldValue(.integer(size.height))
        default: return FieldValue(.integer(header.orientation))
        }
    }

    /// The failure of an image, with the remedy.
    func failure(_ mistake: FieldMistake) -> Outcome.Failure {
        guard case .missing(let name) = mistake else {
            return Outcome.Failure(code: .badField, message: "\(mistake)")
        }
        guard !source.isEmpty else {
            let message = "\(mistake): give it with --set, or give the argument a default"
            return Outcome.Failure(code: .missingField, message: message)
        }
        let remedy = "give it in a column of the source group or in \(source).json, or give the argument a default"
        // A point has two columns, and no default for one of them.
        let ofPoint = "give both focus_x and focus_y, or neither"
        let isHalf = ["focus_x", "focus_y"].contains(name)
        return Outcome.Failure(code: .missingField, message: "\(mistake): \(isHalf ? ofPoint : remedy)")
    }
}
