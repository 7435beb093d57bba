import Foundation
import Testing

@testable import Operations

/// The images of a run are on the disk before their records are, and before the bundle of the run is removed.
@Suite struct DurableRunTests {
    /// The state is in another folder than the images. The workers delete the folder of the images, so waiting for the
    /// disk of this folder fails.
    @Test(arguments: ["sqlite", "memory", "dummy"])
    func waitsForTheDiskOfTheImages(_ backend: String) async throws {
        let site = Site(settings: #""IMAGEKIT_CACHE_BACKEND": "\#(backend)", "IMAGEKIT_STATE_DIR": "state""#)
        let images = site.folder.path("CACHE")
        let workers = FakeWorkers { job in
            let outcome = FakeWorkers.made(job)
            try FileManager.default.removeItem(atPath: images)
            return .success(outcome)
        }
        let (registry, report) = (try site.registry(), RecordingReport())
        let generation = Generation(registry: registry, options: site.options(workers), report: report)
        let error = await #expect(throws: (any Error).self) { try await generation.runDurably() }
        #expect("\(try #require(error))".contains("CACHE/images"))
    }
}
