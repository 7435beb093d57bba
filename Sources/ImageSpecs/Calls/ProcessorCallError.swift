/// A call of a processor is invalid. The error contains all problems.
package struct ProcessorCallError: Error, Hashable {
    package let problems: [ProcessorProblem]

    init(_ problems: [ProcessorProblem]) { self.problems = problems }

    static func conflict(_ reason: String, argument: String? = nil) -> ProcessorCallError {
        ProcessorCallError([.conflict(argument: argument, reason: reason)])
    }
}
