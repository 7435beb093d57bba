import Foundation
import ImageKitCLI
import Manual
import Reference

/// Writes a file if its text changes.
func update(_ path: String, with updated: String, from text: String?) throws {
    guard updated != text else { return }
    let folder = URL(filePath: path).deletingLastPathComponent()
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    try updated.write(toFile: path, atomically: true, encoding: .utf8)
    print("updated \(path)")
}

// Update the generated parts of files in the repository. `make generate` runs this program in the root of the
// repository.
for file in ReferenceFile.all {
    let text = try String(contentsOfFile: file.path, encoding: .utf8)
    try update(file.path, with: try file.updating(text), from: text)
}
// The manual contains texts of the schema, so read the schema after its update.
let schema = try String(contentsOfFile: "specs.schema.json", encoding: .utf8)
let command = try CommandDeclaration(parsing: ImageKitCommand.declarations)
for file in try ManualFile.all(command, exitCodes: ImageKitCommand.exitCodes, schema: schema) {
    try update(file.path, with: file.text, from: try? String(contentsOfFile: file.path, encoding: .utf8))
}
