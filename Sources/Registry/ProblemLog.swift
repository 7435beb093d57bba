/// Collects the problems of a registry while the registry is read.
package final class ProblemLog {
    package private(set) var problems: [RegistryProblem] = []
    /// Parts of the registry that work, but probably not as intended.
    private(set) var warnings: [RegistryProblem] = []

    package init() {}

    func add(_ problem: RegistryProblem) { problems.append(problem) }

    func warn(_ problem: RegistryProblem) { warnings.append(problem) }
}
