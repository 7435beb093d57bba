import Foundation

/// A new folder that is deleted with its content when the object is deallocated.
package final class TemporaryFolder {
    package let path: String

    package init() {
        var template = Array("/tmp/imagekit-tests.XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { fatalError("no temporary folder: \(String(cString: strerror(errno)))") }
        path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    package func path(_ name: String) -> String { path + "/" + name }

    /// Writes a file and creates its parent folders.
    package func write(_ name: String, _ content: String = "") {
        makeFolders(of: name)
        write(bytes: Array(name.utf8), content)
    }

    /// Writes a file. Its name can be invalid UTF-8.
    package func write(bytes name: [UInt8], _ content: String = "") {
        let path = (Array(path.utf8) + [UInt8(ascii: "/")] + name + [0]).map { CChar(bitPattern: $0) }
        guard let file = fopen(path, "w") else { fatalError("no file: \(String(cString: strerror(errno)))") }
        fputs(content, file)
        fclose(file)
    }

    package func makeFolder(_ name: String) {
        makeFolders(of: name + "/")
    }

    /// Creates a symbolic link at `name`. The target is absolute, or relative to the folder of the link.
    package func link(_ name: String, to target: String) {
        makeFolders(of: name)
        precondition(symlink(target, path(name)) == 0)
    }

    package func makePipe(_ name: String) {
        makeFolders(of: name)
        precondition(mkfifo(path(name), 0o644) == 0)
    }

    private func makeFolders(of name: String) {
        for slash in name.indices where name[slash] == "/" {
            mkdir(path(String(name[..<slash])), 0o755)
        }
    }
}
