import Files
import ImageSpecs
import JSON
import SystemPackage

/// A file of fields next to a source. For `photos/a.jpg`, this is `photos/a.jpg.json` or, if that file does not exist,
/// `photos/a.json`.
enum Sidecar {
    /// The maximum size in bytes. The fields of one image need far less.
    private static let maxSize = 1 << 20

    /// - Returns: nil if the source has no sidecar.
    static func read(of source: String, _ catalog: SourceCatalog) throws(FieldError) -> JSONObject? {
        for name in [source, SourceName.splitExtension(source).stem] {
            let name = name + ".json"
            let path = catalog.settings.path(of: name)
            // Refuse a sidecar that is a link out of MEDIA_ROOT. There is one exception: if the folder of the source is
            // already outside because of a link, the sidecar can be anywhere below the target of that link.
            if isLink(path), let target = catalog.location(of: name, isLink: true)?.escapeTarget,
                target != catalog.location(of: name, isLink: false)?.escapeTarget
            {
                throw .unreadable("\(name), which has its fields, is a link that leads out of MEDIA_ROOT, to \(target)")
            }
            let bytes: [UInt8]?
            do throws(FileError) {
                bytes = try contents(path)
            } catch {
                throw .unreadable("cannot read \(name), which has its fields: \(error.reason)")
            }
            if let bytes { return try object(in: bytes, of: name) }
        }
        return nil
    }

    private static func object(in bytes: [UInt8], of name: String) throws(FieldError) -> JSONObject {
        let json: JSONNode
        do {
            json = try parseJSON(bytes)
        } catch {
            throw .unreadable("\(name):\(error.position): \(error.message)")
        }
        guard case .object(let object) = json.value else {
            throw .unreadable("\(name): \(json.value.inWords) is not an object of fields")
        }
        return object
    }

    /// The bytes of a regular file; nil if no regular file exists at the path.
    private static func contents(_ path: String) throws(FileError) -> [UInt8]? {
        do throws(FileError) {
            let file = try RegularFile(path)
            guard file.size <= maxSize else { throw FileError("read", path, code: .fileTooLarge) }
            return try file.contents()
        } catch {
            if [.noSuchFileOrDirectory, .notDirectory, .isDirectory, .notSupported].contains(error.code) { return nil }
            throw error
        }
    }
}
