import Files
import Testing
import WorkerProtocol

@testable import ImageKitCLI
@testable import Operations
@testable import Planning
@testable import Registry

/// Tests of the lines of `--log-format json`.
@Suite struct EventFormTests {
    static func event(_ status: ImageEvent.Status) -> ImageEvent {
        ImageEvent(generator: "a:b", origin: .source("p/\"q\".jpg"), name: "CACHE/x.png", status: status)
    }

    static let image = Outcome.MadeImage(width: 10, height: 8, bytes: 99, format: .png)
    static let fitted: Outcome.MadeImage = {
        var image = Self.image
        (image.notes.quality, image.notes.encodes, image.notes.isOriginal) = (41, 7, true)
        image.notes.placeholders = Placeholders(blurHash: "b", thumbHash: "t", inline: "i")
        return image
    }()
    static let time = UTCTime(seconds: 1_795_749_302)
    static let start =
        #"{"event":"image","time":"2026-11-27T03:15:02Z","generator":"a:b","source":"p/\"q\".jpg","#
        + #""name":"CACHE/x.png","#

    @Test(arguments: [
        (
            ImageEvent.Status.generated(image, .sourceChanged, seconds: 0.0124),
            #""status":"generated","reason":"source-changed","width":10,"height":8,"bytes":99,"seconds":0.012}"#
        ),
        (
            .generated(fitted, .missing, seconds: 1),
            #""status":"generated","reason":"missing","width":10,"height":8,"bytes":99,"seconds":1.000,"#
                + #""quality":41,"encodes":7,"original":true}"#
        ),
        (.fresh(bytes: 99, image: image), #""status":"fresh","width":10,"height":8,"bytes":99}"#),
        (.fresh(bytes: 99, image: nil), #""status":"fresh","bytes":99}"#),
        (.wouldGenerate(.missing), #""status":"would-generate","reason":"missing"}"#),
        (
            .failed(Outcome.Failure(code: .corruptSource, message: "cut\noff")),
            #""status":"failed","error":{"code":"corrupt-source","message":"cut\noff"}}"#
        ),
    ])
    func imageLines(_ status: ImageEvent.Status, _ end: String) {
        #expect(Self.event(status).json(at: Self.time).text == Self.start + end)
    }

    @Test func freshImagesAreListedOnRequest() {
        #expect(!Self.event(.fresh(bytes: 1, image: nil)).isListed(verbose: false))
        #expect(Self.event(.fresh(bytes: 1, image: nil)).isListed(verbose: true))
        #expect(Self.event(.wouldGenerate(.missing)).isListed(verbose: false))
    }

    static func summary(_ generated: Int, _ fresh: Int, _ failed: Int, _ wouldGenerate: Int) -> GenerationSummary {
        var summary = GenerationSummary()
        (summary.generated, summary.fresh) = (generated, fresh)
        (summary.failed, summary.wouldGenerate) = (failed, wouldGenerate)
        for place in 0..<failed { summary.failures.add("p/a.jpg", since: place == 0 ? nil : 1_795_749_302) }
        return summary
    }

    @Test func summaryLine() {
        let text = Self.summary(1, 2, 3, 4).json(at: Self.time, seconds: 0.02).text
        #expect(
            text == #"{"event":"summary","time":"2026-11-27T03:15:02Z","generated":1,"fresh":2,"#
                + #""failed":3,"failed_sources":1,"new_failures":1,"would_generate":4,"seconds":0.020}"#
        )
    }

    @Test func repeatedFailuresAreCounted() {
        #expect(
            Self.summary(0, 0, 3, 0).failures.repeated.sentence
                == "1 source, 2 images still fail since 2026-11-27, see imagekit status --failed"
        )
        var failures = FailureSummary()
        failures.add(nil, since: 1_795_749_302)
        #expect(failures.repeated.sentence == "1 image still fails since 2026-11-27, see imagekit status --failed")
        failures.add("b.jpg", since: 1_795_749_302 + 86_400)
        #expect(
            failures.repeated.sentence
                == "1 source, 2 images still fail since 2026-11-27 or later, see imagekit status --failed"
        )
    }

    @Test(arguments: [
        (summary(12, 3, 1, 0), "12 generated, 3 fresh in 1.2 s; 1 source, 1 image failed"),
        (summary(0, 3, 0, 0), "0 generated, 3 fresh in 1.2 s"),
        (summary(0, 3, 0, 5), "5 to generate, 3 fresh in 1.2 s"),
    ])
    func summarySentence(_ summary: GenerationSummary, _ sentence: String) {
        #expect(summary.sentence(seconds: 1.2345) == sentence)
    }
}
