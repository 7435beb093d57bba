import Foundation
import Testing

/// A failure is reported in detail once. Later runs only count it, because a mail must mean that the user has to act.
@Suite struct RepeatedFailureTests {
    private static func site() -> Site {
        let site = Site()
        site.writePhotos("a.png")
        site.write("media/photos/empty.png", "")
        site.write("media/photos/junk.png", "junk")
        return site
    }

    /// Returns the messages of a run, with words instead of dates and durations.
    private func transcript(_ result: CommandResult) -> [String] {
        result.errorLines.map { line in
            line.replacing(/\d{4}-\d\d-\d\d(T[\d:]+Z)?/, with: "DATE").replacing(/in [\d.]+ s/, with: "in TIME")
                .replacing(/junk\.png: .*/, with: "junk.png: REASON")
        }
    }

    @Test func laterRunsCountIt() async throws {
        let site = Self.site()
        let first = try await site.run("generateimages")
        #expect(first.exitCode == 1)
        #expect(
            transcript(first).sorted() == [
                "2 generated, 0 fresh in TIME; 2 sources, 4 images failed",
                "error: photos/empty.png: the file is empty",
                "error: photos/junk.png: REASON",
            ]
        )
        for options in [[], ["-q"]] {
            let later = try await site.run(["generateimages"] + options) { _ in }
            #expect(later.exitCode == 1)
            #expect(
                transcript(later) == [
                    "error: 2 sources, 4 images still fail since DATE, see imagekit status --failed"
                ]
            )
        }
        let verbose = try await site.run("generateimages", "-v")
        #expect(
            verbose.errors.contains("error: photos/empty.png: the file is empty (as before; the source has not changed")
        )
        #expect(
            verbose.errors.contains(
                "; it is tried again if the source, imagekit, libvips, its modules, or the limits change"
            )
        )
    }

    @Test func onlyNewFailuresFailTheRun() async throws {
        let site = Self.site()
        #expect(try await site.run("generateimages", "--only-new-failures").exitCode == 1)
        let before = site.snapshot
        let known = try await site.run("generateimages", "--only-new-failures")
        #expect(known == CommandResult(exitCode: 0, output: "", errors: ""))
        #expect(site.snapshot == before, "nothing is written")
        site.write("media/photos/new.png", "")
        let new = try await site.run("generateimages", "--only-new-failures")
        #expect(new.exitCode == 1)
        #expect(
            transcript(new) == [
                "error: photos/new.png: the file is empty",
                "warning: 2 sources, 4 images still fail since DATE, see imagekit status --failed",
                "0 generated, 2 fresh in TIME; 3 sources, 6 images failed",
            ]
        )
    }

    /// imagekit also records failures that each run tries again, and failures of sources that it cannot examine.
    @Test func everyKindOfFailureIsRecorded() async throws {
        let site = Site(
            Registries.registry(
                photos: #"{ "files": ["photos/a.png", "photos/gone.png", "photos/pipe.png"] }"#,
                generators: #""g": { "source": "photos", "processors": [{ "ImageOverlay": ["gone.png"] }] }"#
            )
        )
        site.writePhotos("a.png")
        site.makePipe("media/photos/pipe.png")
        #expect(try await site.run("generateimages").errorLines.count == 4)
        let known = try await site.run("generateimages", "--only-new-failures")
        #expect(known == CommandResult(exitCode: 0, output: "", errors: ""))
    }

    /// Images of a source that cannot be read for a while are not made again.
    @Test func aMissingSourceKeepsItsRecords() async throws {
        let site = Site(
            Registries.registry(
                photos: #"{ "files": ["photos/a.png"] }"#,
                generators: #""g": { "source": "photos", "processors": [{ "Thumbnail": [10, 8] }] }"#
            )
        )
        site.writePhotos("a.png")
        _ = try await site.generate()
        let bytes = try #require(site.read("media/photos/a.png"))
        site.remove("media/photos/a.png")
        #expect(try await site.generate().images().map(\.error?.code) == ["missing-source"])
        site.write("media/photos/a.png", bytes)
        let again = try await site.generate()
        #expect(again.exitCode == 0)
        #expect(try again.summary()?.fresh == 1)
        #expect(try await site.run("status", "--failed").output == "0 images failed\n")
    }

    @Test func aSourceThatIsReplacedByAnotherBadOneIsNew() async throws {
        let site = Self.site()
        _ = try await site.run("generateimages")
        site.write("media/photos/junk.png", "other junk")
        let result = try await site.run("generateimages")
        #expect(result.errorLines.filter { $0.hasPrefix("error: photos/") }.count == 1)
        #expect(result.errors.contains("error: photos/junk.png: "))
    }

    @Test func statusListsThem() async throws {
        let site = Self.site()
        let before = Date.now
        _ = try await site.run("generateimages")
        let list = try await site.run("status", "--failed")
        #expect(list.exitCode == 0)
        #expect(list.errors == "")
        #expect(
            list.outputLines.map { $0.replacing(/20[\dT:-]+Z: .*/, with: "TIME: REASON") } == [
                "photos/empty.png (app:large, app:small): empty-source since TIME: REASON",
                "photos/junk.png (app:large, app:small): unsupported-format since TIME: REASON",
                "2 sources, 4 images failed",
            ]
        )

        struct Listing: Decodable {
            struct Entry: Decodable {
                let source: String?
                let generators: [String]
                let code, reason, since: String
            }
            let failed: [Entry]
            let sources, images: Int
        }
        let json = try await site.run("status", "--failed", "--json")
        let listing = try JSONDecoder().decode(Listing.self, from: Data(json.output.utf8))
        #expect(listing.sources == 2 && listing.images == 4)
        #expect(listing.failed.map(\.source) == ["photos/empty.png", "photos/junk.png"])
        #expect(listing.failed.map(\.code) == ["empty-source", "unsupported-format"])
        #expect(listing.failed.allSatisfy { $0.generators == ["app:large", "app:small"] && !$0.reason.isEmpty })
        for entry in listing.failed {
            let since = try Date.ISO8601FormatStyle().parse(entry.since)
            #expect((before.addingTimeInterval(-1)...Date.now).contains(since))
        }

        // A deleted source no longer counts as failed.
        site.remove("media/photos/junk.png")
        site.write("media/photos/empty.png", samplePNG(width: 20, height: 20))
        #expect(try await site.run("generateimages").exitCode == 0)
        #expect(try await site.run("status", "--failed").output == "0 images failed\n")
    }

    /// A run over a part of the registry does not examine the other images, so it keeps their failures.
    @Test func aPartialRunKeepsTheOtherFailures() async throws {
        let site = Self.site()
        _ = try await site.run("generateimages")
        _ = try await site.run("generateimages", "app:small", "--only-source", "photos/a.png")
        _ = try await site.run("generateimages", "--shard", "1/2")
        #expect(try await site.run("status", "--failed").outputLines.last == "2 sources, 4 images failed")
    }

    @Test func clearDeletesTheirRecords() async throws {
        let site = Self.site()
        _ = try await site.run("generateimages")
        _ = try await site.run("clear", "app:small")
        #expect(try await site.run("status", "--failed").outputLines.last == "2 sources, 2 images failed")
    }

    @Test func eventsHaveTheTimeOfTheFirstReport() async throws {
        let site = Self.site()
        func since(_ result: CommandResult) throws -> [String?] { try result.images().compactMap(\.error).map(\.since) }
        #expect(try since(try await site.generate()) == [nil, nil, nil, nil])
        let second = try await site.generate()
        #expect(try since(second).allSatisfy { $0?.contains(/^20\d\d-\d\d-\d\dT\d\d:\d\d:\d\dZ$/) == true })
        #expect(second.output.contains(#""failed":4,"failed_sources":2,"new_failures":0,"#))
    }
}
