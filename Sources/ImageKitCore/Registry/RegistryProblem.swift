/// One mistake in a registry: where it stands, in the file and in the structure, and what is wrong.
public struct RegistryProblem: Error, Equatable, Sendable {
    /// The file as it was named; nil for a mistake in the environment.
    let file: String?
    let position: Position?
    /// Such as `generators."myapp:thumbnail".processors[0].ResizeToFill.width`; empty for the whole file.
    let path: String
    let message: String
    /// A mistake that only shows when an image is made: PILKit takes such a spec, and its cache files have names.
    var leavesNames = false
}

/// `FILE:LINE:COLUMN: path: what is wrong`, as editors jump to it.
extension RegistryProblem: CustomStringConvertible {
    public var description: String {
        let place = [file, position.map { "\($0)" }].compactMap(\.self).joined(separator: ":")
        return [place, path, message].filter { !$0.isEmpty }.joined(separator: ": ")
    }
}

/// A registry that cannot be used, with every mistake that was found.
public struct InvalidRegistry: Error, Sendable {
    public let problems: [RegistryProblem]
}

/// Collects the mistakes of a registry while it is read.
final class ProblemLog {
    private(set) var problems: [RegistryProblem] = []

    func add(_ problem: RegistryProblem) { problems.append(problem) }
}
