import Foundation
import Reference

// Updates the generated parts of the files in the repository. `make generate` runs this program in the root of the
// repository.
for file in ReferenceFile.all {
    let text = try String(contentsOfFile: file.path, encoding: .utf8)
    let updated = try file.updating(text)
    guard updated != text else { continue }
    try updated.write(toFile: file.path, atomically: true, encoding: .utf8)
    print("updated \(file.path)")
}
