import Testing
import TestSupport

@testable import Registry

@Suite struct FormerNameTests {
    @Test(arguments: [
        ("image_field", "now \"source\""),
        ("image_cache_backend", "now IMAGEKIT_DEFAULT_CACHEFILE_BACKEND"),
        ("cache_to", "now IMAGEKIT_SPEC_CACHEFILE_NAMER"),
    ])
    func aGeneratorsFormerKeyIsExplained(key: String, explanation: String) {
        let problems = problems(in: "{ \"generators\": { \"a:b\": { \"\(key)\": \"x\" } } }")
        #expect(
            problems.count == 1 && problems.allSatisfy { $0.contains("a key of an older ImageKit, \(explanation)") }
        )
    }

    @Test(arguments: [
        ("IMAGEKIT_DEFAULT_CACHFILE_STRATEGY", "did you mean \"IMAGEKIT_DEFAULT_CACHEFILE_STRATEGY\"?"),
        ("IMAGEKIT_CACHE_DIR", "now IMAGEKIT_CACHEFILE_DIR"),
        ("IMAGEKIT_DEFAULT_IMAGE_CACHE_BACKEND", "now IMAGEKIT_DEFAULT_CACHEFILE_BACKEND"),
    ])
    func aFormerOrMisspelledSettingIsExplained(key: String, explanation: String) {
        let problems = problems(in: "{ \"settings\": { \"\(key)\": \"x\" } }")
        #expect(problems.count == 1 && problems.allSatisfy { $0.contains(explanation) })
    }

    private func problems(in registry: String) -> [String] {
        let folder = TemporaryFolder()
        folder.write("specs.json", registry)
        do {
            _ = try Registry.load(path: folder.path("specs.json"), environment: [:], ask: NoWorker.ask)
            return []
        } catch {
            return error.problems.map(\.description)
        }
    }
}
