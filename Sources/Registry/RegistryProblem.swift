import JSON

/// One mistake in a registry: its position in the file, its path in the structure, and a description.
package struct RegistryProblem: Error, Equatable, Sendable {
    /// The file as given; nil for a mistake in the environment.
    let file: String?
    let position: Position?
    /// Such as `generators."myapp:thumbnail".processors[0].ResizeToFill.width`; empty for the complete file.
    package let path: String
    package let message: String
    /// The mistake matters only when an image is made: PILKit accepts such a spec, and its cache files have names.
    var leavesNames = false

    package init(file: String?, position: Position?, path: String, message: String, leavesNames: Bool = false) {
        self.file = file
        self.position = position
        self.path = path
        self.message = message
        self.leavesNames = leavesNames
    }
}

/// `FILE:LINE:COLUMN: path: mistake`, the form that editors can open.
extension RegistryProblem: CustomStringConvertible {
    package var description: String {
        let location = [file, position.map { "\($0)" }].compactMap(\.self).joined(separator: ":")
        return [location, path, message].filter { !$0.isEmpty }.joined(separator: ": ")
    }
}

/// A registry that cannot be used, with all of its mistakes.
package struct InvalidRegistry: Error, Sendable {
    package let problems: [RegistryProblem]

    package init(problems: [RegistryProblem]) {
        self.problems = problems
    }
}

/// Collects the mistakes of a registry while it is read.
package final class ProblemLog {
    package private(set) var problems: [RegistryProblem] = []

    package init() {}

    func add(_ problem: RegistryProblem) { problems.append(problem) }
}
