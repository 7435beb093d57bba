import JSON

/// One error or warning about a registry: its position in the file, its path in the structure, and a description.
package struct RegistryProblem: Equatable, Sendable {
    /// The path of the file; nil for an error in the environment, and if no registry was found.
    let file: String?
    let position: Position?
    /// The path in the structure, such as `generators."myapp:thumbnail".processors[0].ResizeToFill.width`. It is empty
    /// if the error concerns the complete file. For an error in the environment, it contains the name of the variable.
    package let path: String
    package let message: String
    /// Whether the error prevents images, but not the names of their files. Commands that need only names accept a spec
    /// with such an error. Examples: a value that PILKit rejects only when it makes an image, a wrong argument of a
    /// libvips operation, and `exec` without `allow_exec`.
    var affectsOnlyImages = false

    package init(file: String?, position: Position?, path: String, message: String, affectsOnlyImages: Bool = false) {
        self.file = file
        self.position = position
        self.path = path
        self.message = message
        self.affectsOnlyImages = affectsOnlyImages
    }
}

extension RegistryProblem {
    /// Whether the description starts with the file, the variable, or the path that has the error.
    package var hasLocation: Bool { file != nil || !path.isEmpty }
}

/// The form `FILE:LINE:COLUMN: path: message`, from which editors can open the file at this position.
extension RegistryProblem: CustomStringConvertible {
    package var description: String {
        let location = [file, position.map { "\($0)" }].compactMap(\.self).joined(separator: ":")
        return [location, path, message].filter { !$0.isEmpty }.joined(separator: ": ")
    }
}
