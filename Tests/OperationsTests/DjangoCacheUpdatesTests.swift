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

    /// While a run writes the keys of all images, another command can lose the key of an image that the run has passed.
    @Test func aMarkIsNotRenewedAfterANewLoss() throws {
        let mark = DjangoCacheMark(settings)
        var written: [String] = []
        for _ in 0..<2 {
            var losses = mark.losses
            mark.forget()
            try mark.renew(after: losses) { written.append($0) }
            #expect(mark.value == nil)
            losses = mark.losses
            try mark.renew(after: losses) {
                mark.forget()
                written.append($0)
            }
            #expect(mark.value == nil)
            losses = mark.losses
            try mark.renew(after: losses) { written.append($0) }
            #expect(mark.value == written.last)
            mark.forget()
            #expect(mark.value == nil)
        }
        // The cache keeps no former marks.
        #expect(written.count == 6 && Set(written).count == 1)
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
