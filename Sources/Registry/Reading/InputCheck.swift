import FileSearch
import Files
import ImageSpecs

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Checks for `imagekit validate` that the folders and files that a registry names exist. Other commands do not check
/// this, because a registry is valid without its pictures.
struct InputCheck {
    let settings: Settings
    /// The registry's `settings`.
    let settingsNode: RegistryNode?
    let environment: [String: String]
    let log: ProblemLog

    func run(_ groups: [(group: SourceGroup, node: RegistryNode)]) {
        let hasMediaRoot = checkMediaRoot()
        for (group, node) in groups {
            switch group.members {
            case .glob: if hasMediaRoot { checkGlobs(node) }
            case .list(let path?): checkFile(path, "list", of: node)
            case .sqlite(let path, _): checkFile(path, "sqlite", of: node)
            case .postgresql(let variable, let address, _):
                if address?.isEmpty != false {
                    // The registry can be checked on a machine without the database.
                    node.member("postgresql").warning("the environment variable \(variable) is not set")
                }
            case .command(let words, let folder): checkProgram(words.first ?? "", from: folder, at: node)
            case .files, .list(path: nil), .table: break
            }
        }
    }

    private func checkMediaRoot() -> Bool {
        guard !isFolder(settings.mediaRoot) else { return true }
        let message = "there is no folder \(settings.mediaRoot): make it, or correct MEDIA_ROOT"
        let variable = "IMAGEKIT_MEDIA_ROOT"
        if environment[variable]?.isEmpty == false {
            log.add(
                RegistryProblem(file: nil, position: nil, path: "environment variable \(variable)", message: message)
            )
        } else {
            settingsNode?.member("MEDIA_ROOT").problem(message)
        }
        return false
    }

    private func checkFile(_ path: String, _ key: String, of group: RegistryNode) {
        if FileStamp(path: path) == nil { group.member(key).problem("there is no file \(path)") }
    }

    private func checkProgram(_ program: String, from folder: String, at group: RegistryNode) {
        let folders =
            program.contains("/") ? [folder] : (environment["PATH"] ?? "").split(separator: ":").map(String.init)
        let paths = program.hasPrefix("/") ? [program] : folders.map { $0 + "/" + program }
        guard !paths.contains(where: { access($0, X_OK) == 0 }) else { return }
        let location = program.contains("/") ? " \(paths[0])" : " \"\(program)\" in PATH"
        group.member("command").problem("there is no program\(location)")
    }

    // MARK: - Globs

    private func checkGlobs(_ group: RegistryNode) {
        for key in ["glob", "exclude"] {
            for node in group.member(key).texts {
                guard let pattern = node.text, let problem = problem(of: pattern, isExclusion: key == "exclude") else {
                    continue
                }
                node.problem(problem)
            }
        }
    }

    private func problem(of pattern: String, isExclusion: Bool) -> String? {
        let segments = Glob.fixedSegments(of: pattern)
        guard let missing = firstMissing(segments) else { return nil }
        let root = settings.mediaRoot.split(separator: "/").map(String.init)
        for count in (1...max(1, root.count)).reversed() where Array(segments.prefix(count)) == root.suffix(count) {
            let rest = pattern.split(separator: "/").dropFirst(count).joined(separator: "/")
            return "patterns are relative to MEDIA_ROOT, \(settings.mediaRoot): write \"\(rest)\""
        }
        guard !isExclusion else { return nil }
        let parent = ([settings.mediaRoot] + segments.prefix(missing)).joined(separator: "/")
        let names = folders(in: parent)
        return "there is no folder \(segments[missing]) in \(parent)"
            + Suggestion.clause(for: segments[missing], among: names)
    }

    /// Returns the index of the first folder that does not exist. Globs ignore the case of ASCII letters.
    private func firstMissing(_ segments: [String]) -> Int? {
        var folder = settings.mediaRoot
        for (index, segment) in segments.enumerated() {
            if isFolder(folder + "/" + segment) {
                folder += "/" + segment
            } else if let other = folders(in: folder).first(where: { $0.lowercased() == segment.lowercased() }) {
                folder += "/" + other
            } else {
                return index
            }
        }
        return nil
    }

    private func folders(in folder: String) -> [String] {
        entries(ofFolder: folder).filter { isFolder(folder + "/" + $0) }
    }

    private func isFolder(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) == 0 && FileKind(status) == .folder
    }
}

extension RegistryNode {
    /// Returns a member, or the node itself if it has no such member.
    fileprivate func member(_ key: String) -> RegistryNode {
        guard case .object(let object) = json.value, let member = object.member(key) else { return self }
        return with(member.value, path: path(to: key))
    }

    fileprivate var text: String? { if case .string(let text) = json.value { text } else { nil } }

    /// The node, or its elements if it is an array.
    fileprivate var texts: [RegistryNode] {
        switch json.value {
        case .string: [self]
        case .array(let items): items.enumerated().map { with($1, path: "\(path)[\($0)]") }
        default: []
        }
    }
}
