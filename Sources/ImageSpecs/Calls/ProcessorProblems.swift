/// Everything that is wrong with one call of a processor.
package struct ProcessorProblems: Error, Hashable {
    package let problems: [ProcessorProblem]

    init(_ problems: [ProcessorProblem]) { self.problems = problems }

    static func conflict(_ reason: String, argument: String? = nil) -> ProcessorProblems {
        ProcessorProblems([.conflict(argument: argument, reason: reason)])
    }
}
