import Files
import ImageSpecs
import JSON
import Registry
import SystemPackage

/// The registry that `imagekit init` writes: source groups for the folders with pictures, and two generators.
package struct RegistryDraft: Sendable {
    /// A source group: its name, its folder, and the number of its pictures.
    package struct Group: Equatable, Sendable {
        package let name: String
        /// The folder relative to `MEDIA_ROOT`; the root is "".
        package let folder: String
        package let pictures: Int

        let globs: [String]
    }

    /// `MEDIA_ROOT`, relative to the folder of the registry.
    package let mediaRoot: String
    package let groups: [Group]

    /// The maximum number of groups. If more folders contain pictures, the registry has one group for all pictures.
    static let maxGroups = 12

    /// - Parameter folder: `MEDIA_ROOT`. Nil means `media` if this folder contains pictures, otherwise the current
    ///   folder.
    /// - Throws: `RegistryDraftError` if there are no pictures, or if the folder cannot be read.
    package init(folder: String?) throws(RegistryDraftError) {
        for root in folder.map({ [$0] }) ?? ["media", "."] {
            do throws(Errno) {
                let found = try PictureFolders(root: root)
                guard found.count > 0 else { continue }
                self.init(mediaRoot: root, found)
                return
            } catch {
                guard folder == nil, root == "media" else { throw .unreadable(root, error) }
            }
        }
        throw .noPictures(absolutePath(folder ?? "."))
    }

    init(mediaRoot: String, _ found: PictureFolders) {
        self.mediaRoot = SourceName.normalize(mediaRoot)
        guard found.folders.count <= Self.maxGroups else {
            groups = [Group(name: "pictures", folder: "", pictures: found.count, globs: [Self.glob("", "**/")])]
            return
        }
        var names: Set<String> = []
        groups = found.folders.map { part in
            let isRoot = part.path.isEmpty
            let top = isRoot ? "pictures" : String(part.path.prefix { $0 != "/" })
            var name = top
            while !names.insert(name).inserted { name += "-2" }
            return Group(
                name: name,
                folder: part.path,
                pictures: part.count,
                globs: [isRoot ? Self.glob("", "") : Self.glob(part.path + "/", "**/")]
            )
        }
    }

    private static func glob(_ folder: String, _ depth: String) -> String {
        let special: Set<Character> = ["*", "?", "[", "]", "{", "}", "\\"]
        let escaped = folder.map { special.contains($0) ? "\\\($0)" : String($0) }.joined()
        return escaped + depth + "*." + PictureFolders.extensions
    }

    /// A value of `MEDIA_URL` for a site whose root is the folder of the registry. Nil if the default is correct, or if
    /// `MEDIA_ROOT` is outside this folder.
    private var mediaURL: String? {
        switch mediaRoot {
        case "media", "..": nil
        case ".": "/"
        default: mediaRoot.hasPrefix("/") || mediaRoot.hasPrefix("../") ? nil : percentEncoded("/\(mediaRoot)/")
        }
    }

    /// The text of `specs.json`.
    package var text: String {
        let source: JSONText =
            groups.count == 1 ? .string(groups[0].name) : .array(groups.map { .string($0.name) })
        let registry: JSONText = [
            "settings": .object(omittingNil: [
                "MEDIA_ROOT": .string(mediaRoot), "MEDIA_URL": mediaURL.map { .string($0) },
            ]),
            "source_groups": .object(
                groups.map { group in
                    let globs = JSONText.Member(key: "glob", value: .array(group.globs.map(JSONText.string)))
                    let excluded = JSONText.Member(key: "exclude", value: [.string(PictureFolders.excluded)])
                    let isWhole = group.globs.contains { $0.hasPrefix("**/") }
                    return JSONText.Member(key: group.name, value: .object(isWhole ? [globs, excluded] : [globs]))
                }
            ),
            "generators": [
                "myapp:thumbnail": [
                    "source": source, "processors": [["ResizeToFill": ["width": 100, "height": 50]]],
                    "format": "JPEG", "options": ["quality": 60],
                ],
                "myapp:large": [
                    "source": source,
                    "processors": [["ResizeToFit": ["width": 1600, "height": 1600, "upscale": false]]],
                    "format": "WEBP",
                ],
            ],
        ]
        return registry.laidOut
    }

    /// Writes the registry.
    /// - Throws: `RegistryDraftError` if the path exists, because an existing file is not replaced; `FileError` if the
    ///   file cannot be written.
    package func write(to path: String) throws {
        guard FileStamp(path: path) == nil, !isLink(path) else { throw RegistryDraftError.exists(path) }
        try writeAtomically(text, to: path)
    }
}

/// The reason why `imagekit init` writes no registry.
package enum RegistryDraftError: Error, CustomStringConvertible {
    case exists(String)
    case noPictures(String)
    case unreadable(String, Errno)

    package var description: String {
        switch self {
        case .exists(let path): "\(path) exists, and init does not replace it: edit it, or remove it first"
        case .noPictures(let folder):
            "there are no pictures in \(folder): run init in the folder that contains your folder of pictures, or name "
                + "the folder: imagekit init FOLDER"
        case .unreadable(let folder, let error): "cannot read \(folder): \(error)"
        }
    }
}
