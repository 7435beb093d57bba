/// Collects the problems of a registry while it is read.
package final class ProblemLog {
    package private(set) var problems: [RegistryProblem] = []

    package init() {}

    func add(_ problem: RegistryProblem) { problems.append(problem) }
}
