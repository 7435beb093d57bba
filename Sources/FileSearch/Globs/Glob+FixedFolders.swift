import Files

extension Glob {
    /// The folders at the start of the pattern, before its first wildcard, bracket, or brace: `photos` for
    /// `photos/**/*.jpg`.
    package var fixedFolders: [String] {
        var folders: [String] = []
        for segment in pattern.split(separator: "/", omittingEmptySubsequences: false).dropLast() {
            guard let nodes = try? GlobParser.parse(String(segment)) else { return folders }
            var text = String.UnicodeScalarView()
            for node in nodes {
                guard case .scalar(let scalar, _) = node else { return folders }
                text.append(scalar)
            }
            folders.append(String(text))
        }
        return folders
    }

    /// The path of the deepest folder in `fixedFolders`, relative to the root of the names. If the pattern does not
    /// ignore the letter case, this folder contains all matches.
    package var fixedFolder: String { fixedFolders.joined(separator: "/") }

    /// Returns the first of the fixed folders that does not exist; nil if all of them exist. If the pattern ignores the
    /// letter case, it is sufficient that a folder exists whose name has another letter case.
    ///
    /// - Parameter root: the absolute path of the folder that the pattern is relative to. If this folder does not
    ///   exist, the result has it as `parent` and an empty `name`.
    package func missingFolder(in root: String) -> MissingFolder? {
        guard isFolder(root) else { return MissingFolder(parent: root, name: "") }
        // If the pattern ignores the letter case, one name can stand for several folders, such as Photos and photos.
        var parents = [root]
        for name in fixedFolders {
            let folders = parents.flatMap { self.folders(named: name, in: $0) }
            if folders.isEmpty { return MissingFolder(parent: parents[0], name: name) }
            parents = folders
        }
        return nil
    }

    private func folders(named name: String, in parent: String) -> [String] {
        let equal = ignoresCase ? entries(ofFolder: parent).filter { isEqualInASCII($0, name) } : []
        // If the parent cannot be listed, the folder with the exact name can exist.
        return (equal.isEmpty ? [name] : equal).map { parent + "/" + $0 }.filter(isFolder)
    }
}

/// A folder that a pattern starts with and that does not exist.
package struct MissingFolder: Sendable {
    /// The absolute path of the folder that should contain the missing folder.
    package let parent: String
    /// The name of the missing folder; empty if the parent itself does not exist.
    package let name: String
}

/// Whether two names differ at most in the case of ASCII letters.
private func isEqualInASCII(_ left: String, _ right: String) -> Bool {
    left.utf8.elementsEqual(right.utf8) { left, right in
        left == right || (left ^ right == 0x20 && (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(left | 0x20))
    }
}
