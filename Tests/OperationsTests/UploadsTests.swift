import Foundation
import Testing
import WorkerProtocol

@testable import Operations
@testable import Registry

/// `process`: each file is processed once, and only the result is stored.
@Suite struct UploadsTests {
    private struct BrokenWorker: Error {}

    private let site = Site()

    /// - Parameter files: names in the site's folder of incoming files.
    private func store(
        _ files: [String],
        to folder: String = "avatars",
        _ workers: FakeWorkers = FakeWorkers(),
        form: AnswerForm = .name
    ) async throws -> [String] {
        for file in files { site.folder.write("incoming/" + file, "an image") }
        let registry = try site.registry()
        let uploads = try Uploads(
            try registry.request("small", arguments: []),
            registry: registry,
            to: folder,
            options: site.options(workers)
        )
        let answers = try await uploads.store(files.map { site.folder.path("incoming/" + $0) })
        return answers.map { $0.line(form, registry.settings) }
    }

    private func names(_ folder: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: site.folder.path(folder)).sorted()
    }

    @Test func onlyTheResultIsStored() async throws {
        let workers = FakeWorkers()
        #expect(try await store(["my photo.jpeg"], to: "avatars/x", workers) == ["avatars/x/my_photo.gif"])
        #expect(try names("avatars/x") == ["my_photo.gif"] && !site.exists("CACHE"))
        #expect(try names("") == ["avatars", "incoming", "photos", "specs.json"])
        #expect(
            try String(contentsOfFile: site.folder.path("avatars/x/my_photo.gif"), encoding: .isoLatin1)
                == FakeWorkers.image
        )
        // Workers write to the nearest folder that exists. The folders below it are created only when there is a
        // result.
        let confinement = try #require(workers.confinements.first)
        #expect(confinement.writable == [site.folder.path])
        #expect(confinement.readable.contains(site.folder.path("incoming/my photo.jpeg")))
    }

    @Test func aTakenNameGetsASuffix() async throws {
        site.folder.write("avatars/a.gif", "mine")
        let stored = try await store(["a.png", "b/a.png"])
        #expect(stored.allSatisfy { $0.wholeMatch(of: /avatars\/a_[A-Za-z0-9]{7}\.gif/) != nil })
        #expect(try Set(stored).count == 2 && names("avatars").count == 3)
        #expect(try String(contentsOfFile: site.folder.path("avatars/a.gif"), encoding: .utf8) == "mine")
    }

    @Test func aFailedFileLeavesTheOthers() async throws {
        let workers = FakeWorkers { job in
            switch (job.source as NSString).lastPathComponent {
            case "bad.png": .success(FakeWorkers.failed(job, .corruptSource))
            case "dead.png": FakeWorkers.failure(.crashed)
            case "silent.png": .success(Outcome(id: job.id, results: []))
            default: .success(FakeWorkers.made(job))
            }
        }
        let files = ["bad.png", "a.png", "dead.png", "silent.png"]
        #expect(try await store(files, workers) == ["", "avatars/a.gif", "", ""])
        #expect(try names("avatars") == ["a.gif"])
        let codes = try await store(files, to: "", workers, form: .json).map { line in
            line.firstMatch(of: /"code":"([a-z-]+)"/).map { String($0.1) }
        }
        #expect(codes == ["corrupt-source", nil, "crashed", "crashed"])
    }

    @Test func withoutWorkersNothingIsStored() async throws {
        let workers = FakeWorkers { job in
            if job.source.hasSuffix("b.png") { throw BrokenWorker() }
            return .success(FakeWorkers.made(job))
        }
        await #expect(throws: BrokenWorker.self) { try await store(["a.png", "b.png"], workers) }
        #expect(!site.exists("avatars"))
        #expect(try names("") == ["incoming", "photos", "specs.json"])
    }

    @Test func aFolderThatCannotBeMadeIsAFailure() async throws {
        let workers = FakeWorkers { [path = site.folder.path("avatars")] job in
            // Another program creates a file with the name of the folder while the images are made.
            writeFile(path, "a file")
            return .success(FakeWorkers.made(job))
        }
        let answers = try await store(["a.png"], workers, form: .json)
        #expect(answers[0].contains(#""code":"cannot-write""#))
        #expect(try names("") == ["avatars", "incoming", "photos", "specs.json"])
    }

    @Test func noFilesNeedNoWorker() async throws {
        #expect(try await store([]) == [])
    }
}
