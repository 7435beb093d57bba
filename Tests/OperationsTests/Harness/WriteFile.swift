import Foundation

/// Writes a file and creates its folders.
func writeFile(_ path: String, _ text: String) {
    let folder = URL(filePath: path).deletingLastPathComponent()
    do {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try Data(text.utf8).write(to: URL(filePath: path))
    } catch {
        fatalError("cannot write \(path): \(error)")
    }
}
