import ImageSpecs
import Registry

/// Reads the targets of requests. The texts are untrusted input.
package struct RequestTargetReader: Sendable {
    package static let automaticEnding = ".auto"

    /// The path of the URL under which the storage root is served, with a slash at its end.
    private let base: [UInt8]

    package init(_ settings: Settings) {
        var path = settings.storageURL[...]
        if let scheme = path.firstRange(of: "://") {
            path = path[scheme.upperBound...].drop { $0 != "/" }
        } else if path.hasPrefix("//") {
            path = path.dropFirst(2).drop { $0 != "/" }
        }
        let decoded = Self.decoded(path.utf8[...]) ?? []
        base = decoded.last == slash ? decoded : decoded + [slash]
    }

    package func target(_ text: String) -> RequestTarget {
        var text = text
        return text.withUTF8 { read($0[...]) }
    }

    private func read(_ text: Slice<UnsafeBufferPointer<UInt8>>) -> RequestTarget {
        // Remove the query first. Otherwise, in a complete address without a path, a slash of the query would count as
        // the start of the path.
        var text = text.prefix { $0 != UInt8(ascii: "?") && $0 != UInt8(ascii: "#") }
        if text.first != slash {
            // Skip the scheme and the host of a complete address, such as `http://host/path`. The case of the letters
            // in the scheme has no meaning (RFC 3986, section 3.1).
            let scheme = text.prefix { $0 != slash }
            guard ["http:", "https:"].contains(String(decoding: scheme, as: UTF8.self).lowercased()),
                text.dropFirst(scheme.count).prefix(2).elementsEqual("//".utf8)
            else { return .malformed }
            text = text.dropFirst(scheme.count + 2).drop { $0 != slash }
            guard !text.isEmpty else { return .unknown }
        }
        guard let path = Self.decoded(text), let name = String(validating: path, as: UTF8.self) else {
            return .malformed
        }
        if name.utf8.starts(with: "/-/".utf8) { return ownResource(name.dropFirst(3)) }
        guard path.starts(with: base) else { return .unknown }
        let rest = String(decoding: path.dropFirst(base.count), as: UTF8.self)
        if rest.hasSuffix(Self.automaticEnding) { return .automatic(String(rest.dropLast(Self.automaticEnding.count))) }
        return .cacheFile(rest)
    }

    private func ownResource(_ path: Substring) -> RequestTarget {
        switch path {
        case "health": return .health
        case "ready": return .ready
        case "metrics": return .metrics
        default: break
        }
        let parts = path.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        guard let first = parts.first, !first.isEmpty else { return .unknown }
        let rest = parts.count > 1 ? String(parts[1]) : ""
        if first == "process" { return rest.isEmpty ? .unknown : .process(generator: rest) }
        return .image(generator: String(first), source: rest)
    }

    /// Returns nil for an incomplete escape. Also returns nil for an escaped slash and for a zero byte, because no file
    /// or folder has a name with these bytes.
    private static func decoded(_ text: some Collection<UInt8>) -> [UInt8]? {
        guard !text.contains(0) else { return nil }
        return percentDecoded(text, refusing: [0, slash], onlyComplete: true)
    }
}

private let slash = UInt8(ascii: "/")
