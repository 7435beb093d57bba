import Files
import ImageSpecs
import SystemPackage
import Templates

/// A template to render, and the path of its output.
package struct TemplateFile: Sendable {
    /// The path as the user gives it. Messages contain this path.
    package let path: String
    /// The path of the output relative to the output folder.
    package let output: String

    /// Returns the files in the order of `paths`. The path of an output is the path of its template relative to `root`.
    /// The default of `root` is the deepest folder that contains all files. So the outputs of `templates/*.html` are
    /// directly in the output folder, and not in a subfolder `templates`.
    /// - Returns: nil if a file is not in `root`.
    package static func all(_ paths: [String], root: String?) -> [TemplateFile]? {
        let absolute = paths.map(absolutePath)
        let folder = root.map(absolutePath) ?? commonFolder(absolute)
        var files: [TemplateFile] = []
        for (path, absolute) in zip(paths, absolute) {
            guard isPath(absolute, in: folder), absolute != folder else { return nil }
            let output = absolute.utf8.dropFirst(folder == "/" ? 1 : folder.utf8.count + 1)
            files.append(TemplateFile(path: path, output: String(decoding: output, as: UTF8.self)))
        }
        return files
    }

    private static func commonFolder(_ paths: [String]) -> String {
        var common = paths.first.map { SourceName.split($0).folder } ?? "/"
        for path in paths {
            while !isPath(path, in: common) { common = SourceName.split(common).folder }
        }
        return common
    }

    func read() throws -> Template { try Template(name: path, bytes: try readFile(path)) }
}

/// Reads templates that other templates extend or include.
struct TemplateFolders {
    let paths: [String]

    /// Returns the template with this name from the first folder that has it.
    func template(_ name: String) throws(TemplateError) -> Template? {
        guard !name.utf8.starts(with: "/".utf8),
            !name.utf8.split(separator: UInt8(ascii: "/")).contains(where: { $0.elementsEqual("..".utf8) })
        else {
            throw TemplateError("\(name): use the path of a template relative to a folder of templates")
        }
        for folder in paths {
            let bytes: [UInt8]
            do throws(FileError) {
                bytes = try readFile(folder + "/" + name)
            } catch {
                // A later folder must not replace a template that exists and cannot be read.
                guard error.isAbsence || error.code == .notDirectory || error.code == .isDirectory else {
                    throw TemplateError("\(error)")
                }
                continue
            }
            return try Template(name: name, bytes: bytes)
        }
        return nil
    }
}
