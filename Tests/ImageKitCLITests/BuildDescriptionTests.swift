import Testing

@testable import ImageKitCLI

@Suite struct BuildDescriptionTests {
    @Test func namesTheCommitAndTheLibraryIfTheyAreKnown() {
        #expect(
            "\(BuildDescription(version: "1.2.3", commit: "abc", libvips: "8.14.1"))"
                == "1.2.3 (commit abc, built with libvips 8.14.1)"
        )
        #expect(
            "\(BuildDescription(version: "1.2.3", commit: "", libvips: "8.14.1"))"
                == "1.2.3 (built with libvips 8.14.1)"
        )
        #expect("\(BuildDescription(version: "1.2.3", commit: "abc", libvips: ""))" == "1.2.3 (commit abc)")
        #expect("\(BuildDescription(version: "1.2.3", commit: "", libvips: ""))" == "1.2.3")
    }

    @Test func theHeadersOfTheBuildAreFound() {
        #expect(BuildDescription().libvips.contains(/^\d+\.\d+\.\d+/))
    }
}
