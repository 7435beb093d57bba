import Testing
import WorkerProtocol

@testable import Planning

/// Tests the message about a failed image that a run does not try again.
@Suite struct RepeatedFailureMessageTests {
    /// The test lists the codes again, so that the author of a new code must decide what its message says.
    @Test(arguments: Outcome.Code.allCases) func namesWhatMustChange(_ code: Outcome.Code) {
        let ofSource: Set<Outcome.Code> = [.emptySource]
        let ofTruncation: Set<Outcome.Code> = [.corruptSource]
        let ofInstallation: Set<Outcome.Code> = [
            .unsupportedFormat, .tooLarge, .crashed, .timeout, .outOfMemory, .killed, .stalled,
        ]
        let later: Set<Outcome.Code> = [.outOfMemory, .killed, .stalled]
        let message = Outcome.Failure(code: code, message: "m").repeated.message
        #expect(message.contains("the source has not changed since") == ofSource.contains(code))
        #expect(
            message.contains("if the source, imagekit, libvips, or its modules change, or with --truncated accept")
                == ofTruncation.contains(code)
        )
        #expect(
            message.contains("if the source, imagekit, libvips, its modules, or the limits change")
                == ofInstallation.contains(code)
        )
        #expect(message.contains("later runs try it again, at most 6 times") == later.contains(code))
        #expect((message == "m") == !ofSource.union(ofTruncation).union(ofInstallation).contains(code))
    }

    /// The message names exactly the changes after which a run tries the image again.
    @Test(arguments: Outcome.Code.allCases.filter { $0.facts.recurrence != .always })
    func namesTheChangesOfThePlanner(_ code: Outcome.Code) {
        let message = Outcome.Failure(code: code, message: "m").repeated.message
        #expect(message.contains("libvips") == code.dependsOnRenderer)
        #expect(message.contains("the limits change") == code.dependsOn(LimitsIdentity()))
    }

    /// If the installation can cause a failure, a run tries the image again after a change of the installation or of
    /// the limits.
    @Test(arguments: [Outcome.Code.unsupportedFormat, .tooLarge, .crashed, .timeout, .outOfMemory, .killed, .stalled])
    func failuresOfTheInstallationDependOnIt(_ code: Outcome.Code) {
        #expect(code.dependsOnRenderer && code.dependsOn(LimitsIdentity()))
    }
}
