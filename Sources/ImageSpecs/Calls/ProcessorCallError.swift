/// Everything that is wrong with one call of a processor.
package struct ProcessorCallError: Error, Hashable {
    package let problems: [ProcessorProblem]

    init(_ problems: [ProcessorProblem]) { self.problems = problems }

    static func conflict(_ reason: String, argument: String? = nil) -> ProcessorCallError {
        ProcessorCallError([.conflict(argument: argument, reason: reason)])
    }
}
