import Testing

@testable import ImageKitCLI

@Suite struct BuildDescriptionTests {
    @Test(arguments: [
        ("abc", "8.14.1", "1.14", "1.2.3 (commit abc, built with libvips 8.14.1, libdeflate 1.14)"),
        ("", "8.14.1", "", "1.2.3 (built with libvips 8.14.1)"),
        ("", "", "1.14", "1.2.3 (built with libdeflate 1.14)"), ("abc", "", "", "1.2.3 (commit abc)"),
        ("", "", "", "1.2.3"),
    ])
    func namesTheCommitAndTheLibrariesThatAreKnown(commit: String, libvips: String, libdeflate: String, text: String) {
        let build = BuildDescription(version: "1.2.3", commit: commit, libvips: libvips, libdeflate: libdeflate)
        #expect("\(build)" == text)
    }

    @Test func theHeadersOfTheBuildAreFound() {
        #expect(BuildDescription().libvips.contains(/^\d+\.\d+\.\d+/))
        #expect(BuildDescription().libdeflate.contains(/^\d+\.\d+/))
    }
}
