import Testing
import WorkerProtocol

@testable import Planning

/// Tests the message of a failure that is not tried again.
@Suite struct RepeatedFailureMessageTests {
    /// The test lists the codes again, so that the author of a new code must decide what its message says.
    @Test(arguments: Outcome.Code.allCases) func namesWhatMustChange(_ code: Outcome.Code) {
        let ofSource: Set<Outcome.Code> = [.emptySource, .corruptSource, .tooLarge]
        let ofInstallation: Set<Outcome.Code> = [
            .unsupportedFormat, .crashed, .timeout, .outOfMemory, .killed, .stalled,
        ]
        let later: Set<Outcome.Code> = [.outOfMemory, .killed, .stalled]
        let message = Outcome.Failure(code: code, message: "m").repeated.message
        #expect(message.contains("the source has not changed since") == ofSource.contains(code))
        #expect(
            message.contains("if imagekit, libvips, its modules, or the limits change") == ofInstallation.contains(code)
        )
        #expect(message.contains("later runs try it again, at most 6 times") == later.contains(code))
        #expect((message == "m") == !ofSource.union(ofInstallation).contains(code))
    }

    /// A failure that the installation can cause is tried again when the installation or the limits change.
    @Test(arguments: [Outcome.Code.unsupportedFormat, .crashed, .timeout, .outOfMemory, .killed, .stalled])
    func failuresOfTheInstallationDependOnIt(_ code: Outcome.Code) {
        #expect(code.dependsOnRenderer && code.dependsOn(LimitsIdentity()))
    }
}
