import FileSearch
import Files
import ImageSpecs
import Storage

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Checks that the folders, files, and programs of a registry exist on this machine. Only `imagekit validate` makes
/// this check. The other commands also accept a registry on a machine without its sources.
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
            case .glob(let globs, _):
                if hasMediaRoot { checkGlobs(node, ignoringCase: globs.contains(where: \.ignoresCase)) }
            case .list(let path?): checkFile(path, "list", of: node)
            case .sqlite(let path, _): checkFile(path, "sqlite", of: node)
            case .postgresql(let variable, let address, _):
                if address?.isEmpty != false {
                    // This is only a warning, because users can check a registry on a machine without the database.
                    node.member("postgresql").warning("the environment variable \(variable) is not set")
                }
            case .bucket(let bucket, _, _):
                do throws(StorageError) {
                    _ = try bucket.open()
                } catch {
                    // Only warn, because the registry can be checked on a machine without credentials.
                    node.member("s3").warning("\(error)")
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

    private func checkGlobs(_ group: RegistryNode, ignoringCase: Bool) {
        for key in ["glob", "exclude"] {
            for node in group.member(key).texts {
                guard let text = node.text, let glob = try? Glob(text, ignoresCase: ignoringCase),
                    let problem = problem(of: glob, isExclusion: key == "exclude")
                else { continue }
                node.problem(problem)
            }
        }
    }

    private func problem(of glob: Glob, isExclusion: Bool) -> String? {
        guard let missing = glob.missingFolder(in: settings.mediaRoot) else { return nil }
        let segments = glob.fixedFolders
        let root = settings.mediaRoot.split(separator: "/").map(String.init)
        for count in (1...max(1, root.count)).reversed() where Array(segments.prefix(count)) == root.suffix(count) {
            let rest = glob.pattern.split(separator: "/").dropFirst(count).joined(separator: "/")
            return "patterns are relative to MEDIA_ROOT, \(settings.mediaRoot): write \"\(rest)\""
        }
        guard !isExclusion else { return nil }
        let names = entries(ofFolder: missing.parent).filter { isFolder(missing.parent + "/" + $0) }
        return "there is no folder \(missing.name) in \(missing.parent)"
            + Suggestion.clause(for: missing.name, among: names)
    }
}

extension RegistryNode {
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
