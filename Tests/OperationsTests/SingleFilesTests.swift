import Testing

import Markup

@testable import Operations
@testable import Registry

/// Tests of the answers of `generateimage` and `thumbnail`.
@Suite struct SingleFilesTests {
    private let site = Site(photos: ["a.png", "b.png"])

    @Test(arguments: [".=7", "..=7", ".width=7", "width.=7", "Crop.width=7"])
    func anUnknownArgumentIsAnError(_ argument: String) async throws {
        let error = await #expect(throws: RequestError.self) {
            try await site.answers(["photos/a.png"], arguments: [argument])
        }
        #expect(error?.description.contains("the spec takes no \"\(argument.dropLast(2))\"") == true)
    }

    @Test func anArgumentThatNoCallCanSetIsNotListed() throws {
        let registry = try Site(#""a": { "processors": [{ "Transpose": ["auto"] }] }"#).registry()
        let error = #expect(throws: RequestError.self) { try registry.request("a", arguments: ["methods=1"]) }
        #expect(error?.description.contains("processors take") == false)
    }

    @Test func theThumbnailIsNoSet() throws {
        let registry = try Site(#""imagekit:thumbnail": { "widths": [10, 20] }"#).registry()
        let size = try #require(Dimensions("12x8"))
        let error = #expect(throws: RequestError.self) { try registry.thumbnail(size, arguments: []) }
        #expect(error?.description.contains("is a set") == true)
    }

    @Test func theSecondAnswerNeedsNoWorker() async throws {
        let workers = FakeWorkers()
        let name = try site.name()
        let first = try await site.answers(["photos/a.png"], .json, workers: workers)
        #expect(
            first == [
                #"{"generator":"small","source":"photos/a.png","name":"\#(name)","url":"/media/\#(name)","#
                    + #""path":"\#(site.folder.path(name))","status":"generated","width":3,"height":2,"bytes":13,"#
                    + #""format":"GIF","mime_type":"image/gif"}"#
            ]
        )
        let second = try await site.answers(["photos/a.png"], .json, workers: workers)
        #expect(second == first.map { $0.replacing("generated", with: "fresh") })
        #expect(workers.jobs.count == 1)
    }

    @Test func answersAreInTheOrderOfTheSources() async throws {
        let sources = ["photos/b.png", "photos/none.png", site.folder.path("photos/a.png"), "photos/b.png"]
        let workers = FakeWorkers()
        let answers = try await site.answers(sources, workers: workers)
        let (a, b) = try (site.name("small", "photos/a.png"), site.name("small", "photos/b.png"))
        #expect(answers == [b, "", a, b])
        #expect(workers.jobs.count == 2)
        let failed = try await site.answers(["photos/none.png"], .json)
        #expect(
            failed[0].hasPrefix(#"{"source":"photos/none.png","status":"failed","error":{"code":"missing-source","#)
        )
    }

    @Test func eachFormHasItsOwnAnswer() async throws {
        let name = try site.name()
        let alt = [try #require(HTMLAttribute("alt=A & B"))]
        #expect(try await site.answers(["photos/a.png"], .url) == ["/media/" + name])
        #expect(try await site.answers(["photos/a.png"], .path) == [site.folder.path(name)])
        #expect(try await site.answers(["photos/a.png"], .content) == [""])
        #expect(
            try await site.answers(["photos/a.png"], .html(attributes: alt))
                == [#"<img alt="A &amp; B" width="3" height="2" src="/media/\#(name)" />"#]
        )
    }

    @Test func argumentsMakeAnotherImage() async throws {
        let workers = FakeWorkers()
        let names =
            try await site.answers(["photos/a.png"], workers: workers)
            + site.answers(["photos/a.png"], arguments: ["width=30"], workers: workers)
        #expect(Set(names).count == 2 && workers.jobs.count == 2)
    }

    /// The strategy assumes that files exist, except for answers that need their content.
    @Test func anOptimisticStrategyMakesNothing() async throws {
        site.write(Site.small, settings: #""IMAGEKIT_DEFAULT_CACHEFILE_STRATEGY": "Optimistic""#)
        let workers = FakeWorkers()
        #expect(try await site.answers(["photos/a.png"], .url, workers: workers) == ["/media/" + site.name()])
        let failed = try await site.answers(["photos/a.png"], .json, workers: workers)
        #expect(failed[0].contains(#""code":"not-generated""#) && failed[0].contains("run imagekit generateimages"))
        // A run does not make the image of a call with arguments.
        let changed = try await site.answers(["photos/a.png"], .json, arguments: ["width=30"], workers: workers)
        #expect(changed[0].contains("use the strategy JustInTime"), "\(changed)")
        #expect(workers.jobs.isEmpty && !site.exists("CACHE"))
    }

    @Test func aRecordedFailureIsTheAnswer() async throws {
        let workers = FakeWorkers { .success(FakeWorkers.failed($0, .corruptSource)) }
        for _ in 0..<2 {
            let failed = try await site.answers(["photos/a.png"], .json, workers: workers)
            #expect(failed[0].contains(#""status":"failed","error":{"code":"corrupt-source""#))
        }
        #expect(workers.jobs.count == 1)
        _ = try await site.answers(["photos/a.png"], workers: workers) { $0.force = true }
        #expect(workers.jobs.count == 2)
    }

    @Test func aCanvasNeedsNoSource() async throws {
        site.write(#""badge": { "canvas": { "width": 3, "height": 2 }, "format": "GIF" }"#)
        let workers = FakeWorkers()
        let answers = try await site.answers([""], of: "badge", .json, workers: workers)
        #expect(answers[0].hasPrefix(#"{"generator":"badge","name":"CACHE/images/"#))
        #expect(workers.sources == [""])
        #expect(try await site.generate().fresh == 1)
    }

    @Test func aThumbnailForOtherDensitiesIsInTheTag() async throws {
        let registry = try site.registry()
        let size = try #require(Dimensions("10x"))
        let densities = try #require(PixelDensity.list("2 1.5"))
        let workers = FakeWorkers()
        let files = SingleFiles(
            try registry.thumbnail(size, arguments: ["format=GIF"]),
            srcset: try registry.thumbnails(size, for: densities, arguments: ["format=GIF"]),
            registry: registry,
            options: site.options(workers),
            report: RecordingReport()
        )
        let answers = try await files.answers(for: [.source("photos/a.png")], .html(attributes: []))
        let tag = try #require(answers.first?.line(.html(attributes: []), registry.settings))
        let url = /\/media\/CACHE\/images\/photos\/a\/[0-9a-f]{32}\.gif/
        let srcset =
            /<img width="3" height="2" src="(?<src>[^"]+)" srcset="(?<first>[^ ]+) 1x , (?<second>[^ ]+) 2.0x , (?<third>[^ ]+) 1.5x" \/>/
        let match = try #require(tag.wholeMatch(of: srcset), "\(tag)")
        let urls = [match.src, match.second, match.third]
        #expect(match.src == match.first && Set(urls).count == 3)
        #expect(urls.allSatisfy { $0.wholeMatch(of: url) != nil })
        #expect(workers.jobs.count == 3)
        #expect(answers[0].line(.json, registry.settings).contains(#""density":2.0},{"url""#))
    }
}
