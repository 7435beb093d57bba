/// A registry is invalid, or no registry was found. The error contains all problems of the registry.
package struct RegistryError: Error, Sendable {
    package let problems: [RegistryProblem]

    package init(problems: [RegistryProblem]) {
        self.problems = problems
    }
}
