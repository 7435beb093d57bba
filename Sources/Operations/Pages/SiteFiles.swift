import Files
import ImageSpecs
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
    /// - Parameter unread: called for each folder that cannot be read.
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
            guard let status = try? Stat(root + "/" + path, followTargetSymlink: false) else { continue }
            switch FileKind(status) {
            case .folder where name != ".git" && name != ".imagekit" && !excluded.contains(root + "/" + path):
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
