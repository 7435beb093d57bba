import ImageSpecs

/// The source groups of a registry ready for use: which sources each has, and which groups a source is in.
struct SourceCatalog: Sendable {
    enum Members: Sendable {
        case filter(NameFilter, globs: [Glob])
        /// In byte order, each once.
        case names([String])
    }

    let settings: Settings
    private let members: [String: Members]

    /// - Parameters:
    ///   - groups: those that may be streamed. Standard input is read for one of these alone: nobody else asked for it.
    ///   - registry: the rest is asked for single sources.
    /// - Throws: `UnreadableSourceGroup`.
    init(of registry: Registry, streaming groups: [SourceGroup]) throws(UnreadableSourceGroup) {
        settings = registry.settings
        var members: [String: Members] = [:]
        for group in registry.sourceGroups.values {
            switch group.members {
            case .glob(let include, let exclude):
                members[group.name] = .filter(NameFilter(include: include, exclude: exclude), globs: include)
            case .files(let names):
                members[group.name] = .names(names)
            case .list(let path):
                guard path != nil || groups.contains(where: { $0.name == group.name }) else { continue }
                members[group.name] = .names(try Self.names(in: path, of: group.name))
            }
        }
        self.members = members
    }

    func members(of group: String) -> Members { members[group] ?? .names([]) }

    func group(_ group: String, contains source: String) -> Bool {
        switch members(of: group) {
        case .filter(var filter, _):
            return !isInCacheFolder(source) && filter.takes(Array(source.utf8), in: filter.root)
        case .names(let names):
            let place = names.partitioningIndex { !precedesInBytes($0, source) }
            return place < names.count && names[place].utf8.elementsEqual(source.utf8)
        }
    }

    func isInCacheFolder(_ source: String) -> Bool {
        source.utf8.starts(with: (settings.cachefileDir + "/").utf8)
    }

    /// One name a line; empty lines are passed over.
    private static func names(in path: String?, of group: String) throws(UnreadableSourceGroup) -> [String] {
        do throws(FileError) {
            let bytes = try readFile(path ?? "/dev/stdin")
            let lines = bytes.split(separator: UInt8(ascii: "\n")).map { line in
                line.last == UInt8(ascii: "\r") ? line.dropLast() : line
            }
            return inByteOrder(lines.filter { !$0.isEmpty }.map { String(decoding: $0, as: UTF8.self) })
        } catch {
            throw UnreadableSourceGroup(group: group, reason: "\(error)")
        }
    }
}

/// Sorted, each once.
func inByteOrder(_ names: [String]) -> [String] {
    var sorted: [String] = []
    sorted.reserveCapacity(names.count)
    for name in names.sorted(by: precedesInBytes) where sorted.last?.utf8.elementsEqual(name.utf8) != true {
        sorted.append(name)
    }
    return sorted
}

extension Array {
    /// The first place from which on `belongs` holds; it holds for no element before.
    fileprivate func partitioningIndex(where belongs: (Element) -> Bool) -> Int {
        var (low, high) = (0, count)
        while low < high {
            let middle = (low + high) / 2
            if belongs(self[middle]) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}

/// A source group whose sources cannot be found out: nothing can be said of what is missing.
public struct UnreadableSourceGroup: Error, CustomStringConvertible {
    let group: String
    let reason: String

    init(group: String, reason: String) {
        self.group = group
        self.reason = reason
    }

    init(group: String, mediaRoot: String, reason: String) {
        self.init(group: group, reason: "MEDIA_ROOT, \(mediaRoot), cannot be read: \(reason)")
    }

    public var description: String { "source group \"\(group)\": \(reason)" }
}
