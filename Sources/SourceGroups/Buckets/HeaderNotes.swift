import Files
import ImageHeaders
import Synchronization
import SystemPackage

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The sizes and orientations of sources in buckets, in a file with one line for each object whose header was read. A
/// plan that needs these values reads them from the file. So the plan does not download an object again after its copy
/// is deleted.
final class HeaderNotes: Sendable {
    /// The maximum size of the file in bytes. A larger file is deleted.
    private static let maxBytes = 256 << 20

    struct Note {
        /// Nil if no header can be read from the source, for example because it is an SVG or not an image.
        let header: SourceHeader?
    }

    private let path: String
    /// The notes by the names of the copies; nil before the file was read.
    private let notes = Mutex<[String: Note]?>(nil)

    init(_ path: String) { self.path = path }

    func header(of name: String) -> Note? {
        notes.withLock { notes in
            if notes == nil { notes = read() }
            return notes?[name]
        }
    }

    func add(_ header: SourceHeader?, of name: String) {
        notes.withLock { notes in
            if notes == nil { notes = read() }
            // Change the dictionary in place, because copying it for each note would take quadratic time.
            notes?[name] = Note(header: header)
        }
        // If no header can be read from the source, all three numbers are 0.
        let numbers = header.map { [$0.storedSize.width, $0.storedSize.height, $0.orientation] } ?? [0, 0, 0]
        let options: FileDescriptor.OpenOptions = [.create, .append, .noFollow, .closeOnExec]
        guard
            let file = try? FileDescriptor.open(
                path,
                .writeOnly,
                options: options,
                permissions: FilePermissions(rawValue: 0o644)
            )
        else { return }
        defer { try? file.close() }
        // A short line is appended in one step, so lines of several processes do not mix. Ignore an error, because a
        // missing note only costs another download.
        _ = try? file.writeAll(Array("\(name) \(numbers[0]) \(numbers[1]) \(numbers[2])\n".utf8))
    }

    private func read() -> [String: Note] {
        guard let file = try? RegularFile(path, followingLink: false) else { return [:] }
        guard file.size <= Self.maxBytes, let bytes = try? file.contents() else {
            unlink(path)
            return [:]
        }
        var found: [String: Note] = [:]
        for line in bytes.split(separator: UInt8(ascii: "\n")) {
            let words = line.split(separator: UInt8(ascii: " ")).map { String(decoding: $0, as: UTF8.self) }
            guard words.count == 4, let width = Int(words[1]), let height = Int(words[2]),
                let orientation = Int(words[3])
            else { continue }
            let header = SourceHeader(storedSize: (width, height), orientation: orientation)
            guard header != nil || orientation == 0 else { continue }
            found[words[0]] = Note(header: header)
        }
        return found
    }
}
