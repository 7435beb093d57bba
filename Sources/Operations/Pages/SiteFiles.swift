import Files
import Registry
import SystemPackage

/// Finds the pages of a site.
struct SiteFiles {
    private let root: String
    private let extensions: Set<String>
    private let excluded: Set<String>

    /// - Parameters:
    ///   - extensions: the extensions of pages, in lower case, with a period.
    ///   - excluded: the absolute paths of the folders that are skipped, with their links resolved.
    init(root: String, extensions: Set<String>, excluded: Set<String>) {
        self.root = root
        self.extensions = extensions
        self.excluded = excluded
    }

    /// Calls `body` with the path of each page relative to the root, in byte order within each folder. Links are not
    /// followed, because a link can lead out of the site.
    /// - Parameter unread: called for each folder and page that cannot be read.
    func forEach(unread: (FileError) -> Void, _ body: (String) -> Void) { visit("", unread, body) }

    private func visit(_ folder: String, _ unread: (FileError) -> Void, _ body: (String) -> Void) {
        let names: [String]
        do throws(FileError) {
            names = try readEntries(ofFolder: folder.isEmpty ? root : root + "/" + folder)
        } catch {
            return unread(error)
        }
        for name in names {
            let path = folder.isEmpty ? name : folder + "/" + name
            let status: Stat
            do throws(FileError) {
                status = try FileError.naming("read", root + "/" + path) {
                    try Stat(root + "/" + path, followTargetSymlink: false)
                }
            } catch {
                if !error.isAbsence {
                    unread(error)
                } else if isPage(name), name.unicodeScalars.contains("\u{FFFD}") {
                    // Bytes that are not UTF-8 are read as U+FFFD, and no file has the resulting name. All other
                    // missing entries were deleted after the folder was read.
                    unread(FileError("read", root + "/" + path, code: .illegalByteSequence))
                }
                continue
            }
            switch FileKind(status) {
            case .folder where name != ".git" && name != PrivateFolder.name && !excluded.contains(root + "/" + path):
                visit(path, unread, body)
            case .regular where isPage(name): body(path)
            default: break
            }
        }
    }

    private func isPage(_ name: String) -> Bool {
        let lower = name.lowercased()
        return extensions.contains { lower.hasSuffix($0) && lower.utf8.count > $0.utf8.count }
    }
}
