import Testing
import TestSupport

@testable import Planning
@testable import Registry

struct SelectionTests {
    /// The event of a saved source never selects a canvas, whatever its strategy is.
    @Test func aSavedSourceSelectsNoCanvas() throws {
        let folder = TemporaryFolder()
        folder.write(
            "specs.json",
            ##"""
            {"generators": {"a": {
                "canvas": {"width": 4, "height": 4, "color": "#fff"}, "cachefile_strategy": "Optimistic"
            }}}
            """##
        )
        let registry = try Registry.load(path: folder.path("specs.json"), environment: [:], ask: NoWorker.ask)
        #expect(try Selection().generators(of: registry) == registry.generators.ids)
        #expect(try Selection(event: .sourceSaved).generators(of: registry) == [])
    }
}
