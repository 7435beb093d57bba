import Foundation
import TestSupport
import Testing

/// Tests of standard output and standard error.
@Suite struct OutputTests {
    static func site() -> Site {
        let site = Site()
        site.writePhotos("a.png", "b.png")
        return site
    }

    @Test func isSilentWithoutATerminalIfNothingFails() async throws {
        let result = try await Self.site().run("generateimages")
        #expect(result.exitCode == 0)
        #expect(result.output == "")
        #expect(result.errors == "")
    }

    @Test func quietPrintsOnlyErrors() async throws {
        let site = Self.site()
        site.write("media/photos/junk.png", "junk")
        let result = try await site.run("generateimages", "-q")
        #expect(result.exitCode == 1)
        #expect(result.output == "")
        #expect(result.errorLines.allSatisfy { $0.hasPrefix("error: photos/junk.png: ") })
        #expect(result.errorLines.count == 1)
    }

    @Test func verboseListsEveryImage() async throws {
        let site = Self.site()
        let first = try await site.run("generateimages", "-v")
        #expect(first.outputLines.count == 4)
        #expect(
            first.outputLines.allSatisfy {
                $0.contains(/^generated photos\/[ab]\.png app:(large|small) CACHE\/images\//)
            }
        )
        #expect(first.errorLines.last?.hasPrefix("4 generated, 0 fresh in ") == true)
        let second = try await site.run("generateimages", "-v")
        #expect(second.outputLines.count == 4)
        #expect(
            second.outputLines.allSatisfy { $0.contains(/^fresh photos\/[ab]\.png app:(large|small) CACHE\/images\//) }
        )
    }

    @Test func timestampsStartEachLine() async throws {
        let site = Self.site()
        site.write("media/photos/junk.png", "junk")
        let result = try await site.run("generateimages", "-v", "--timestamps")
        let lines = result.outputLines + result.errorLines
        #expect(lines.count == 6)
        #expect(lines.allSatisfy { $0.contains(/^20\d\d-\d\d-\d\dT\d\d:\d\d:\d\dZ [a-z0-9]/) })
        site.write("bad.json", "{")
        let invalid = try await site.run("generateimages", "--timestamps", "-r", "bad.json")
        #expect(invalid.errors.contains(/^20\d\d-\S+Z bad\.json:1:1:/))
        // No generator makes images when a source is saved.
        #expect(try await site.run("watch", "--timestamps").errors.contains(/^20\d\d-\S+Z error:/))
    }

    @Test func summaryIsPrintedOnRequest() async throws {
        let result = try await Self.site().run("generateimages", "--summary")
        #expect(result.output == "")
        #expect(result.errors.contains(/^4 generated, 0 fresh in [\d.]+ s\n$/))
    }

    @Test func jsonEventsHaveTheirTime() async throws {
        let site = Self.site()
        let (before, events, after) = (Date.now, try await site.generate().events(), Date.now)
        for event in events {
            let time = try Date.ISO8601FormatStyle().parse(try #require(event.time))
            // The time of an event has whole seconds, so it can be up to a second before the start of the command.
            #expect((before.addingTimeInterval(-1)...after).contains(time))
        }
    }

    @Test func jsonListsFreshImagesOnRequest() async throws {
        let site = Self.site()
        _ = try await site.generate()
        #expect(try await site.generate().images() == [])
        let images = try await site.generate("-v").images()
        #expect(images.map(\.status) == Array(repeating: "fresh", count: 4))
        #expect(images.map(\.width) == [32, 32, 10, 10])
    }

    @Test func jsonIsOneObjectALineWithTheSummaryLast() async throws {
        let site = Self.site()
        site.write("media/photos/junk.png", "junk")
        let result = try await site.generate()
        let events = try result.events()
        #expect(events.map(\.event) == Array(repeating: "image", count: 6) + ["summary"])
        let summary = try #require(try result.summary())
        #expect(summary.generated == 4)
        #expect(summary.failed == 2)
        #expect(summary.fresh == 0)
        #expect(summary.would_generate == 0)
        #expect((summary.seconds ?? -1) > 0)
        let failed = try result.images().filter { $0.status == "failed" }
        #expect(failed.map(\.source) == ["photos/junk.png", "photos/junk.png"])
        #expect(failed.allSatisfy { $0.error?.message.isEmpty == false && $0.reason == nil && $0.width == nil })
    }

    @Test(arguments: [[], ["-v"], ["--dry-run"], ["--log-format", "json"]])
    func noControlCharactersWithoutTerminal(_ options: [String]) async throws {
        let site = Self.site()
        site.write("media/photos/bell\u{07}line\nfeed.png", "junk")
        let result = try await site.run(["generateimages"] + options) { _ in }
        for scalar in (result.output + result.errors).unicodeScalars {
            #expect(scalar == "\n" || !(0..<0x20).contains(scalar.value))
        }
        #expect(!(result.output + result.errors).isEmpty)
    }

    @Test func progressBarOnRequestIsErasedAtTheEnd() async throws {
        let result = try await Self.site().run("generateimages", "--progress", "always")
        #expect(result.exitCode == 0)
        #expect(result.errors.contains(" 0/4"))
        #expect(result.errors.hasSuffix("\r\u{1B}[K"))
        #expect(result.output == "")
    }

    @Test(.enabled(if: Terminal.isInstalled)) func aDumbTerminalShowsNoProgressBar() throws {
        let script = "exec script -qec 'TERM=dumb \"$IMAGEKIT\" generateimages' /dev/null"
        let result = try Shell.run(script, in: Self.site())
        #expect(result.exitCode == 0 && result.output.contains("4 generated"), "\(result)")
        #expect(!result.output.contains("\u{1B}"))
    }

    /// Output must not go to another file or queue that gets the number of a closed descriptor.
    @Test func closedDescriptorsAreNotReused() throws {
        let list = try Shell.run("\"$IMAGEKIT\" list >&-", in: Self.site())
        #expect(list.exitCode == 1)
        #expect(list.errors == "error: cannot write to standard output: Bad file descriptor\n")
        #expect(try Shell.run("\"$IMAGEKIT\" generateimages <&- >&- 2>&-", in: Self.site()).exitCode == 0)
    }

    /// If a full disk truncates a list, the command must fail.
    @Test(arguments: ["generateimages -v", "list", "generateimages --log-format json", "generateimages -n"])
    func resultsThatAreLostAreAFailure(_ command: String) async throws {
        let site = Self.site()
        site.makeExecutable("run", "#!/bin/sh\nexec '\(Executables.imagekit)' \(command) > /dev/full\n")
        let process = Process()
        process.executableURL = URL(filePath: site.path("run"))
        process.currentDirectoryURL = URL(filePath: site.path)
        let errors = Pipe()
        process.standardError = errors
        try process.run()
        let text = String(decoding: try errors.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
        process.waitUntilExit()
        #expect(process.terminationStatus == 1)
        #expect(text.components(separatedBy: "cannot write to standard output: No space left on device").count == 2)
    }

    /// The first images are made while the other sources are planned. A source that fails in the plan is not among the
    /// images to make.
    @Test func failuresOfThePlanAreNoProgress() async throws {
        let photos = (0..<250).map { "photos/a\($0).png" }
        let missing = (0..<5000).map { "photos/b\($0).png" }
        let generators = #""x": { "source": "all", "processors": [{ "Thumbnail": [4, 4] }], "format": "PNG" }"#
        let site = Site(
            """
            {
                "settings": { "MEDIA_ROOT": "media" }, "source_groups": { "all": { "list": "names.txt" } },
                "generators": { \(generators) }
            }
            """
        )
        let photo = samplePNG(width: 8, height: 8)
        for name in photos { site.write("media/\(name)", photo) }
        site.write("names.txt", (photos + missing).joined(separator: "\n"))
        let result = try await site.run("generateimages", "--progress", "always", "--summary")
        #expect(result.exitCode == 1)
        #expect(result.errors.contains("250 generated, 0 fresh in "))
        #expect(result.errors.contains("5000 sources, 5000 images failed"))
        let bars = result.errors.matches(of: /\] (\d+)\/(\d+)/).map { (done: Int($0.1) ?? -1, total: Int($0.2) ?? -1) }
        #expect(!bars.isEmpty && bars.allSatisfy { $0.done <= $0.total && $0.total <= photos.count }, "\(bars)")
    }

    @Test func progressNeverDrawsNothing() async throws {
        #expect(try await Self.site().run("generateimages", "--progress", "never").errors == "")
    }
}
