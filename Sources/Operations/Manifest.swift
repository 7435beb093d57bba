import CacheState
import Files
import ImageHeaders
import ImageSpecs
import JSON
import Planning
import Registry
import WorkerProtocol

/// The description of every cache file of a run, for programs that build pages: `{"version":1,"images":[…]}`.
package struct Manifest: Sendable {
    fileprivate struct Entry: Sendable {
        let event: ImageEvent
        let bytes: Int
        let image: Outcome.MadeImage?
    }

    /// Identifies the images of a set that have the same source and size, and differ only in their format.
    fileprivate struct Size: Hashable {
        let set: String
        let source: String
        let size: MemberSize
    }

    private let settings: Settings
    private var entries: [Entry] = []
    /// The sizes of the sources after their EXIF orientation is applied. The size is nil for a source whose header
    /// cannot be read.
    private var sourceSizes: [ByteName: (width: Int, height: Int)?] = [:]

    package init(settings: Settings) { self.settings = settings }

    /// Adds an image, unless it failed or a dry run would generate it.
    package mutating func add(_ event: ImageEvent) {
        let (bytes, image): (Int, Outcome.MadeImage?)
        switch event.status {
        case .generated(let made, _, _): (bytes, image) = (made.bytes, made)
        case .fresh(let size, let known): (bytes, image) = (size, known)
        case .failed, .wouldGenerate: return
        }
        entries.append(Entry(event: event, bytes: bytes, image: image))
    }

    /// The reason why a manifest must not be written to this path; nil if it may.
    package static func obstacle(at path: String, for registry: Registry) -> String? {
        guard let resolved = resolvedNewPath(path) else { return nil }
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
    package mutating func write(to path: String) throws(FileError) {
        let sorted = entries.sorted { left, right in
            let (left, right) = (left.event, right.event)
            return left.generator == right.generator
                ? precedesInBytes(left.origin.key, right.origin.key) : precedesInBytes(left.generator, right.generator)
        }
        var fallbacks: [Size: Int] = [:]
        for entry in entries {
            guard let size = entry.size, entry.event.member?.isFallback == true else { continue }
            fallbacks[size] = entry.bytes
        }
        let lines = sorted.map { json(of: $0, fallbacks).text }.joined(separator: ",\n")
        try writeAtomically(
            "{\"version\":1,\"images\":[" + (lines.isEmpty ? "" : "\n" + lines + "\n") + "]}\n",
            to: path
        )
    }
}

extension Manifest {
    /// - Parameter fallbacks: for each size of a set, the number of bytes of the image in the last format of the set.
    private mutating func json(of entry: Entry, _ fallbacks: [Size: Int]) -> JSONText {
        let (event, image) = (entry.event, entry.image)
        let member = event.member
        let source = event.origin.sourceName.flatMap { sourceSize(of: $0) }
        let fallback = entry.size.flatMap { fallbacks[$0] }
        let isLeftOut = member?.isLeftOut(bytes: entry.bytes, fallback: fallback) == true
        return .object(omittingNil: [
            "generator": .string(event.generator), "set": member.map { .string($0.set) },
            "descriptor": member?.descriptor(of: image, id: event.generator).map { .string($0) },
            "source": event.origin.sourceName.map { .string($0) },
            "source_width": source.map { .integer($0.width) }, "source_height": source.map { .integer($0.height) },
            "name": .string(event.name), "url": .string(settings.url(of: event.name)),
            "width": image.map { .integer($0.width) }, "height": image.map { .integer($0.height) },
            "bytes": .integer(entry.bytes), "format": image.map { .string($0.format.rawValue) },
            "mime_type": image.map { .string($0.format.mimeType) }, "left_out": isLeftOut ? .bool(true) : nil,
        ]).adding(image?.notes.all ?? [])
    }

    private mutating func sourceSize(of name: String) -> (width: Int, height: Int)? {
        if let known = sourceSizes[ByteName(name)] { return known }
        let size = SourceHeader.read(settings.path(of: name))?.uprightSize
        sourceSizes[ByteName(name)] = .some(size)
        return size
    }
}

extension Manifest.Entry {
    fileprivate var size: Manifest.Size? {
        event.member.map { Manifest.Size(set: $0.set, source: event.origin.key, size: $0.size) }
    }
}

extension SourceGroup.Members {
    /// The path of the list or the database that contains the sources; nil if the sources do not come from such a file.
    fileprivate var path: String? {
        switch self {
        case .list(let path): path
        case .sqlite(let path, _): path
        case .glob, .files, .table, .postgresql, .command, .bucket: nil
        }
    }
}
