import Foundation
import Reference

// Run by `make generate` in the root of the repository.
for file in ReferenceFile.all {
    let text = try String(contentsOfFile: file.path, encoding: .utf8)
    let updated = try file.updating(text)
    guard updated != text else { continue }
    try updated.write(toFile: file.path, atomically: true, encoding: .utf8)
    print("updated \(file.path)")
}
