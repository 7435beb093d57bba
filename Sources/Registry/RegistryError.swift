/// A registry is invalid. The error contains all of its problems.
package struct RegistryError: Error, Sendable {
    package let problems: [RegistryProblem]

    package init(problems: [RegistryProblem]) {
        self.problems = problems
    }
}
