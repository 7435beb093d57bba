import Testing

@testable import Files
@testable import Operations
@testable import Registry

@Suite struct DjangoCacheUpdatesTests {
    private let site = Site(settings: #""notify_django_cache": { "folder": "cache" }"#)
    private let settings: Settings

    init() throws {
        site.folder.makeFolder("cache")
        site.folder.makeFolder("CACHE/images/.imagekit")
        settings = try site.registry().settings
    }

    private var journals: [String] {
        entries(ofFolder: settings.privateFolder).filter { $0.hasPrefix("django-cache-changes") }
    }

    @Test(arguments: [true, false]) func aJournalStaysUntilAllItsFilesAreExamined(isExamined: Bool) async throws {
        let updates = try #require(DjangoCacheUpdates(settings))
        updates.willDelete(["CACHE/images/a.gif", "CACHE/images/b.gif"])
        updates.deleted(isExamined ? ["CACHE/images/a.gif", "CACHE/images/b.gif"] : ["CACHE/images/a.gif"])
        await updates.finish(RecordingReport())
        #expect(journals.isEmpty == isExamined)
    }

    @Test func aJournalThatCannotBeCreatedHasAReason() throws {
        site.folder.write("file", "")
        let error = #expect(throws: FileError.self) {
            try DjangoCacheJournal.create(in: site.folder.path("file"))
        }
        #expect(error?.description.hasPrefix("cannot open ") == true)
        #expect(error?.code == .notDirectory)
    }
}
