import Testing

@testable import Operations
@testable import Registry

/// Tests the report of `doctor` without a worker.
@Suite struct DiagnosisTests {
    private let site = Site(settings: #""max_pixels": 5000, "sandbox": "required", "IMAGEKIT_CACHE_BACKEND": "memory""#)
    private let environment = ["IMAGEKIT_WORKER": "/nowhere/imagekit-worker"]

    @Test func reportsTheSettingsAndTheMissingWorker() throws {
        let diagnosis = Diagnosis(registry: site.folder.path("specs.json"), environment: environment)
        #expect(diagnosis.registry == site.folder.path("specs.json"))
        #expect(!diagnosis.isSound && diagnosis.worker == nil && diagnosis.libvips == nil)
        let failure = try #require(diagnosis.failures.last)
        #expect(
            failure.hasPrefix("cannot find imagekit-worker") && failure.contains("looked at /nowhere/imagekit-worker")
        )
        #expect(diagnosis.sandbox == "required" && diagnosis.state == "memory" && diagnosis.protection.isEmpty)
        #expect(diagnosis.limits.first { $0.name == "max_pixels" }?.value == "5000")
    }

    @Test func usesTheDefaultsWithoutAValidRegistry() throws {
        site.folder.write("specs.json", "{")
        let diagnosis = Diagnosis(registry: site.folder.path("specs.json"), environment: environment)
        #expect(diagnosis.registry.hasPrefix("not used: ") && diagnosis.failures.count == 2)
        #expect(diagnosis.sandbox == "auto" && diagnosis.state == "sqlite")
    }

    @Test func isReportedAsJSON() throws {
        let diagnosis = Diagnosis(registry: site.folder.path("specs.json"), environment: environment)
        let text = diagnosis.json(version: "1.2.3").text
        #expect(text.hasPrefix(#"{"version":"1.2.3","registry":"\#(site.folder.path("specs.json"))","user":""#))
        #expect(text.contains(#""sources":1,"failed_sources":0,"errors":["cannot find imagekit-worker"#))
        #expect(text.contains(#""sandbox":{"setting":"required","in_force":[],"obstacles":[]},"limits":{"#))
        #expect(text.hasSuffix(#""state":"memory"}"#))
    }
}
