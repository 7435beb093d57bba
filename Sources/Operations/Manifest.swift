import CacheState
import DjangoImport
import Files
import ImageHeaders
import ImageSpecs
import JSON
import Planning
import Registry
import WorkerProtocol

/// The description of every cache file of a run, for programs that build pages: `{"version":1,"images":[…]}`.
package struct Manifest: Sendable {
    private struct Entry: Sendable {
        let generator: String
        let origin: ImageOrigin
        let json: JSONText
    }

    private let settings: Settings
    private var entries: [Entry] = []

    package init(settings: Settings) { self.settings = settings }

    /// Adds an image if it exists.
    package mutating func add(_ event: ImageEvent) {
        let (bytes, image): (Int, Outcome.MadeImage?)
        switch event.status {
        case .generated(let made, _, _): (bytes, image) = (made.bytes, made)
        case .fresh(let size, let known): (bytes, image) = (size, known)
        case .failed, .wouldGenerate: return
        }
        let json = JSONText.object(omittingNil: [
            "generator": .string(event.generator), "source": event.origin.sourceName.map { .string($0) },
            "name": .string(event.name),
            "url": .string(settings.url(of: event.name)),
            "width": image.map { .integer($0.width) }, "height": image.map { .integer($0.height) },
            "bytes": .integer(bytes), "format": image.map { .string($0.format.rawValue) },
            "mime_type": image.map { .string($0.format.mimeType) },
        ]).adding(image?.notes.all ?? [])
        entries.append(Entry(generator: event.generator, origin: event.origin, json: json))
    }

    /// The reason why a manifest must not replace the file at this path; nil if it may be written.
    package static func obstacle(at path: String, for registry: Registry) -> String? {
        guard let resolved = resolvedPath(path) else { return nil }
        func isThere(_ other: String) -> Bool { resolvedPath(other)?.utf8.elementsEqual(resolved.utf8) == true }
        if registry.files.contains(where: isThere) { return "\(path) is a registry" }
        if ImageHeader.read(resolved) != nil { return "\(path) is an image" }
        if let own = resolvedPath(CacheTree(settings: registry.settings).privatePath), isPath(resolved, in: own) {
            return "\(path) is imagekit's own"
        }
        let group = registry.sourceGroups.values.first { $0.members.path.map(isThere) == true }
        return group.map { "\(path) is what the source group \"\($0.name)\" reads" }
    }

    /// Writes the images sorted by generator, then source.
    package func write(to path: String) throws(FileError) {
        let sorted = entries.sorted { left, right in
            left.generator == right.generator
                ? precedesInBytes(left.origin.key, right.origin.key) : precedesInBytes(left.generator, right.generator)
        }
        let lines = sorted.map(\.json.text).joined(separator: ",\n")
        try writeAtomically(
            "{\"version\":1,\"images\":[" + (lines.isEmpty ? "" : "\n" + lines + "\n") + "]}\n",
            to: path
        )
    }
}

extension SourceGroup.Members {
    /// The path of the list or the database that contains the sources; nil if the sources do not come from such a file.
    fileprivate var path: String? {
        switch self {
        case .list(let path): path
        case .sqlite(let path, _): path
        case .glob, .files, .table, .postgresql, .command: nil
        }
    }
}
