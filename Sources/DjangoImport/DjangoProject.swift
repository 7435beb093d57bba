import Files
import Foundation
import ImageSpecs
import JSON
import Workers

/// A Django project on this machine. The Python of the project reads the project, because only this Python has the
/// packages that the project imports.
package struct DjangoProject {
    /// The folder of `manage.py`, an absolute path.
    let folder: String
    /// The settings module. If it is nil, the environment variable `DJANGO_SETTINGS_MODULE` names the module. If this
    /// variable is not set, `manage.py` names the module.
    let settings: String?
    /// The Python interpreter of the site: a path, or a name that is searched in `PATH`.
    let python: String

    /// - Parameter python: the Python interpreter. Nil stands for the first interpreter that exists: the interpreter in
    ///   the project's `.venv` or `venv`, the interpreter of the active virtual environment, or `python3`.
    /// - Throws: `DjangoProjectError` if there is no such folder.
    package init(folder: String, settings: String?, python: String?, environment: [String: String]) throws {
        self.folder = absolutePath(folder)
        self.settings = settings
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: self.folder, isDirectory: &isFolder), isFolder.boolValue else {
            throw DjangoProjectError.noFolder(folder)
        }
        let environments = [self.folder + "/.venv", self.folder + "/venv", environment["VIRTUAL_ENV"]]
        let found = environments.compactMap { $0.map { $0 + "/bin/python" } }
            .first(where: FileManager.default.isExecutableFile)
        self.python = python.map { $0.contains("/") ? absolutePath($0) : $0 } ?? found ?? "python3"
    }

    /// The folder of `manage.py`: the current folder or its nearest parent that contains this file; nil if no folder
    /// contains this file.
    package static var nearest: String? {
        var folder = absolutePath(".")
        while !FileManager.default.fileExists(atPath: folder + "/manage.py") {
            // A working folder that was deleted has no absolute path.
            guard folder.hasPrefix("/"), folder != "/" else { return nil }
            folder = (folder as NSString).deletingLastPathComponent
        }
        return folder
    }

    /// The script that reads a project. Python receives the script as one text (`-c`), so the files of the script are
    /// joined and do not import one another.
    private static let script = [
        PackageResources.read_specs_py, PackageResources.read_sources_py, PackageResources.read_cache_py,
        PackageResources.read_project_py,
    ].map { String(decoding: $0, as: UTF8.self) }.joined(separator: "\n\n")

    /// Runs the script and parses its answer.
    /// - Parameters:
    ///   - registryFolder: the folder of the registry that will be written. Paths in the registry are relative to this
    ///     folder.
    ///   - formerGroups: the names of the source groups of an earlier import. The script also reads these groups, so
    ///     that the import can update them.
    /// - Throws: `DjangoProjectError`.
    func read(for registryFolder: String, formerGroups: [String]) throws -> DjangoReading {
        guard let executable = ChildProcess.path(of: python, from: absolutePath(".")) else {
            throw DjangoProjectError.noPython(python, reason: "the program does not exist")
        }
        let process = ChildProcess(
            executable: executable,
            arguments: ["-c", Self.script, registryFolder, settings ?? ""] + formerGroups,
            folder: folder,
            showsMessages: true
        )
        let answer: Data
        do {
            answer = try process.run { try $0.readToEnd() ?? Data() }
        } catch {
            throw DjangoProjectError.noPython(python, reason: "\(error)")
        }
        do {
            let object = try parseJSON(Array(answer)).object()
            if let error = object["error"] {
                throw try DjangoProjectError.notLoaded(folder, python: python, reason: error.text())
            }
            return try DjangoReading(object)
        } catch let error as DjangoProjectError {
            throw error
        } catch {
            throw DjangoProjectError.noPython(python, reason: "its output is not the description of a project")
        }
    }
}

/// The reason why a Django project cannot be read.
package enum DjangoProjectError: Error, CustomStringConvertible {
    case noFolder(String)
    case noPython(String, reason: String)
    case notLoaded(String, python: String, reason: String)

    package var description: String {
        switch self {
        case .noFolder(let path): "\(path) is not a folder: set --project to the folder that contains manage.py"
        case .noPython(let python, let reason):
            "\(python) cannot read the project: \(reason); set --python to the interpreter of the site"
        case .notLoaded(let folder, let python, let reason):
            "\(folder) cannot be loaded with \(python): \(reason.split(separator: "\n").joined(separator: " "))"
                + (reason.hasPrefix("ModuleNotFoundError") ? ". Set --python to the interpreter of the site" : "")
        }
    }
}
