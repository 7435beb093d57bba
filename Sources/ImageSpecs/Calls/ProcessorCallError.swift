/// A call of a processor is invalid. The error contains the problems of the call.
package struct ProcessorCallError: Error, Hashable {
    package let problems: [ProcessorProblem]

    init(_ problems: [ProcessorProblem]) { self.problems = problems }

    static func conflict(_ reason: String, argument: String? = nil) -> ProcessorCallError {
        ProcessorCallError([.conflict(argument: argument, reason: reason)])
    }
}
