import FileSearch
import Files
import ImageSpecs
import Registry
import SystemPackage

/// The folders that contain pictures. The searched folder (the root) is divided into parts: each folder directly in the
/// root is a part, and all files directly in the root are one more part. `folders` has one folder for each part with
/// pictures.
struct PictureFolders {
    struct Folder: Equatable {
        /// The deepest folder that contains all pictures of this part. The root is "".
        let path: String
        let count: Int
    }

    let folders: [Folder]

    /// The extensions of pictures, in the form of a pattern.
    static let extensions = "{jpg,jpeg,png,webp,gif,heic,avif,tif,tiff}"

    /// A pattern of the folders of Node packages. The pictures of packages do not belong to the user.
    static let excluded = "**/node_modules/**"

    /// Searches all folders except hidden ones, cache folders, and `node_modules`.
    /// - Throws: the system error if the root cannot be opened.
    init(root: String) throws(Errno) {
        guard let pictures = try? Glob("**/*.\(Self.extensions)", ignoresCase: true),
            let tools = try? Glob(Self.excluded)
        else { preconditionFailure("a constant pattern is invalid") }
        let walk = try FolderWalk(
            root: root,
            filter: NameFilter(include: [pictures], exclude: [tools]),
            cacheFolder: Settings(mediaRoot: root).cachefileDir,
            readsStatus: false
        )
        self.init(names: walk.compactMap { if case .source(let name, _) = $0 { name } else { nil } })
    }

    /// - Parameter names: the names of pictures, relative to the root.
    init(names: [String]) {
        var parts: [(top: String?, path: [Substring], count: Int)] = []
        for name in names {
            let path = Array(name.split(separator: "/").dropLast())
            let top = path.first.map(String.init)
            if let index = parts.firstIndex(where: { $0.top == top }) {
                parts[index].path = zip(parts[index].path, path).prefix { $0 == $1 }.map(\.0)
                parts[index].count += 1
            } else {
                parts.append((top, path, 1))
            }
        }
        folders = parts.map { Folder(path: $0.path.joined(separator: "/"), count: $0.count) }
    }

    var count: Int { folders.reduce(0) { $0 + $1.count } }
}
