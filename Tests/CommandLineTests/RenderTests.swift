import Foundation
import Testing

/// Tests of `imagekit render`, which expands image tags in templates.
@Suite struct RenderTests {
    /// The output of django-imagekit for templates. `Scripts/template_expectations.py` writes this file.
    struct Expectations: Decodable {
        struct Case: Decodable, CustomTestStringConvertible {
            let name: String
            let template: String
            let output: String
            var testDescription: String { name }
        }

        let others: [String: String]
        let cases: [Case]
        let errors: [String]

        static let text = try! Data(contentsOf: URL(filePath: Repository.path + "/Tests/Fixtures/templates.json"))
        static let all = try! JSONDecoder().decode(Expectations.self, from: text)
    }

    private static let django = Registries.registry(
        generators: """
            "app:small": { "processors": [{ "ResizeToFill": [30, 20] }], "format": "PNG" },
            "app:sized": { "processors": [{ "ResizeToFill": [1, 1] }], "format": "PNG" }
            """
    )

    /// A site with the sample photographs and the templates of the expectations.
    private func djangoSite() throws -> Site {
        let site = Site(Self.django)
        site.makeFolder("media/photos")
        for name in ["dahlia.jpg", "aurora.jpg"] {
            let photo = try Data(contentsOf: URL(filePath: Repository.path + "/media/photos/" + name))
            site.write("media/photos/" + name, Array(photo))
        }
        site.write("all.json", Array(Expectations.text))
        let context = try #require(
            JSONSerialization.jsonObject(with: Expectations.text) as? [String: Any]
        )["context"]
        site.write("data.json", Array(try JSONSerialization.data(withJSONObject: context ?? [])))
        for (name, text) in Expectations.all.others { site.write("t/\(name)", text) }
        return site
    }

    @Test func theOutputEqualsThatOfDjango() async throws {
        let site = try djangoSite()
        let cases = Expectations.all.cases
        #expect(cases.count >= 20)
        for (index, item) in cases.enumerated() { site.write("t/\(index).html", item.template) }
        let files = cases.indices.map { "t/\($0).html" }
        let result = try await site.run(["render", "--context", "data.json", "--output", "out"] + files) { _ in }
        #expect(result.exitCode == 0, "\(result.errors)")
        for (index, item) in cases.enumerated() {
            #expect(site.text("out/\(index).html") == item.output, "\(item.name)")
        }
        let check = try await site.run(
            ["render", "--context", "data.json", "--output", "out", "--check"] + files
        ) { _ in }
        #expect(check == CommandResult(exitCode: 0, output: "", errors: ""))
    }

    @Test func whatDjangoRejectsIsAnError() async throws {
        let site = try djangoSite()
        let errors = Expectations.all.errors
        for (index, text) in errors.enumerated() { site.write("t/\(index).html", "\n" + text) }
        site.write("t/good.html", "{% thumbnail '10x10' photo as th %}{{ th.width }}")
        let files = errors.indices.map { "t/\($0).html" } + ["t/good.html"]
        let result = try await site.run(["render", "--context", "data.json", "--output", "out"] + files) { _ in }
        #expect(result.exitCode == 1)
        for (index, line) in zip(errors.indices, result.errorLines) {
            #expect(line.hasPrefix("error: t/\(index).html:2: "))
        }
        #expect(result.errorLines.count == errors.count)
        // The failure of one template does not stop the other templates.
        #expect(try FileManager.default.contentsOfDirectory(atPath: site.path("out")) == ["good.html"])
        #expect(site.text("out/good.html") == "10")
    }

    private func site() -> Site {
        let site = Site()
        site.writePhotos("a.png", "b & c.png")
        return site
    }

    @Test func checkReportsWhatIsOutOfDate() async throws {
        let site = site()
        site.write("a.html", "x{% generateimage 'app:small' source='photos/a.png' %}")
        let render = ["render", "a.html", "--output", "out"]
        var check = try await site.run(render + ["--check"]) { _ in }
        #expect(check == CommandResult(exitCode: 1, output: "out/a.html\n", errors: ""))
        #expect(site.cacheFiles.isEmpty && site.read("out/a.html") == nil)
        #expect(try await site.run(render) { _ in }.exitCode == 0)
        #expect(site.cacheFiles.count == 1)
        let before = site.snapshot
        check = try await site.run(render + ["--check"]) { _ in }
        #expect(check == CommandResult(exitCode: 0, output: "", errors: ""))
        #expect(try await site.run(render) { _ in } == CommandResult(exitCode: 0, output: "", errors: ""))
        #expect(site.snapshot == before)
        // `--check` detects a changed source, and also a changed result.
        site.write("media/photos/a.png", samplePNG(width: 20, height: 10))
        #expect(try await site.run(render + ["--check"]) { _ in }.exitCode == 1)
        #expect(try await site.run(render) { _ in }.exitCode == 0)
        site.write("out/a.html", "old")
        #expect(try await site.run(render + ["--check"]) { _ in }.exitCode == 1)
    }

    @Test func aSetIsAPicture() async throws {
        let site = Site(
            Registries.registry(generators: #""blog:photo": { "widths": [20, 40], "formats": ["PNG", "JPEG"] }"#)
        )
        site.writePhotos("a.png")
        site.write(
            "a.txt",
            "{% picture 'blog:photo' 'photos/a.png' sizes='50vw' -- alt='<A>' %}{% picture 'blog:photo' 'photos/a.png' as p %}{{ p.width }}"
        )
        let result = try await site.run("render", "a.txt")
        #expect(result.exitCode == 0, "\(result.errors)")
        #expect(result.output.hasPrefix("<picture><source type=\"image/png\" srcset=\"/media/CACHE/"))
        #expect(result.output.matches(of: /sizes="50vw"/).count == 2)
        #expect(result.output.contains(" alt=\"&lt;A&gt;\" "))
        #expect(result.output.hasSuffix("</picture>40"))
        #expect(site.cacheFiles.count == 4)
    }

    @Test func theScanMakesImagesInAdvance() async throws {
        let site = site()
        site.write(
            "t/a.html",
            "{% for p in photos %}{% thumbnail '8x8' p crop=False srcset='2' %}{% endfor %}{% generateimage 'app:small' source='photos/a.png' %}"
        )
        site.write("data.json", #"{"photos": ["photos/a.png", "photos/b & c.png"]}"#)
        let arguments = ["render", "t/a.html", "--context", "data.json"]
        let scan = try await site.run(arguments + ["--scan"]) { _ in }
        #expect(
            scan.outputLines == [
                #"{"generator":"imagekit:thumbnail","source":"photos/a.png","arguments":["crop=false","width=8","height=8"],"srcset":[2.0],"template":"t/a.html"}"#,
                #"{"generator":"imagekit:thumbnail","source":"photos/b & c.png","arguments":["crop=false","width=8","height=8"],"srcset":[2.0],"template":"t/a.html"}"#,
                #"{"generator":"app:small","source":"photos/a.png","template":"t/a.html"}"#,
            ]
        )
        let names = try await site.run(arguments + ["--scan", "--scan-format", "names", "--generator", "app:small"]) {
            _ in
        }
        #expect(names.output == "photos/a.png\n")
        let registry = ["--scan", "--scan-format", "registry", "--output", "templates.json"]
        #expect(try await site.run(arguments + registry) { _ in } == CommandResult(exitCode: 0, output: "", errors: ""))
        site.write(
            "specs.json",
            Registries.twoGenerators.replacing(
                "{\n    \"settings\"",
                with: "{\n    \"include\": [\"templates.json\"], \"settings\""
            )
        )
        #expect(site.cacheFiles.isEmpty)
        let generated = try await site.run("generateimages", "templates")
        #expect(generated.exitCode == 0, "\(generated.errors)")
        #expect(site.cacheFiles.count == 5)
        let made = site.cacheFiles
        #expect(try await site.run(arguments + ["--output", "out"]) { _ in }.exitCode == 0)
        #expect(site.cacheFiles == made)
    }

    /// The arguments are attributes of the spec, arguments of its processor, and save options. Two tags have the same
    /// arguments in another order, and two others differ only in punctuation.
    @Test func allArgumentsOfThumbnailsAreInTheScannedRegistry() async throws {
        let site = site()
        site.writePhotos("a.png", "d.png")
        site.write(
            "t/a.html",
            """
            {% thumbnail '8x8' 'photos/a.png' crop=False compress_level=3 %}
            {% thumbnail '8x8' 'photos/d.png' compress_level=3 crop=False %}
            {% thumbnail '8x8' 'photos/a.png' autorotate=False color_profile='keep' format='webp' quality=70 %}
            {% thumbnail '8x8' 'photos/a.png' anchor=points.0 %}
            {% thumbnail '8x8' 'photos/a.png' anchor=points.1 %}
            {% thumbnail '8x8' 'photos/a.png' options=options %}
            """
        )
        site.write("data.json", #"{"points": [[0, 0.1], [0.0, 1]], "options": {"compress_level": 2}}"#)
        let arguments = ["render", "t/a.html", "--context", "data.json"]
        let scan = ["--scan", "--scan-format", "registry", "--output", "templates.json"]
        #expect(try await site.run(arguments + scan) { _ in } == CommandResult(exitCode: 0, output: "", errors: ""))
        site.write("specs.json", #"{"include": ["templates.json"], "settings": {"MEDIA_ROOT": "media"}}"#)
        let generated = try await site.run("generateimages")
        #expect(generated.exitCode == 0, "\(generated.errors)")
        #expect(site.cacheFiles.count == 6)
        let made = site.cacheFiles
        #expect(try await site.run(arguments + ["--output", "out"]) { _ in }.exitCode == 0)
        #expect(site.cacheFiles == made)
    }

    @Test(arguments: ["'photos/a.png' qualty=5", "'photos/a.png' format=''", "'../a.png'"])
    func invalidCallsAreNotInTheScannedRegistry(_ call: String) async throws {
        let site = site()
        site.write("t/a.html", "{% thumbnail '8x8' \(call) %}")
        let scan = try await site.run("render", "t/a.html", "--scan", "--scan-format", "registry")
        #expect(scan.output == "{\n    \"source_groups\": {},\n    \"generators\": {}\n}\n")
        #expect(scan.exitCode == 0)
        #expect(scan.errors.hasPrefix("warning: imagekit:thumbnail: a registry cannot"), "\(scan)")
    }

    /// A generator can extend the set, but not a member of the set. The last id is that of the member with the width of
    /// the source.
    @Test(arguments: ["blog:photo:20:png", "blog:photo:source:png", "blog:photo:50:png"])
    func aMemberOfASetIsNotInTheScannedRegistry(_ member: String) async throws {
        let generators = #""blog:photo": { "widths": [20, 60], "formats": ["PNG", "JPEG"] }"#
        let registry = Registries.registry(generators: generators)
        let site = Site(registry)
        site.writePhotos("a.png")
        site.write(
            "a.html",
            "{% generateimage '\(member)' source='photos/a.png' %}{% picture 'blog:photo' 'photos/a.png' %}"
        )
        let scan = ["render", "a.html", "--scan", "--scan-format", "registry", "--output", "templates.json"]
        let result = try await site.run(scan) { _ in }
        #expect(result.exitCode == 0 && result.errors.hasPrefix("warning: \(member): a registry cannot"), "\(result)")
        site.write(
            "specs.json",
            registry.replacing("{\n    \"settings\"", with: "{\n    \"include\": [\"templates.json\"], \"settings\"")
        )
        let validation = try await site.run("validate")
        #expect(validation.exitCode == 0, "\(validation)")
    }

    @Test func aThumbnailWithTwoSizesIsNotInTheScannedRegistry() async throws {
        let site = site()
        site.write("t/a.html", "{% thumbnail '100x50' 'photos/a.png' width=20 height=30 %}")
        let scan = try await site.run("render", "t/a.html", "--scan", "--scan-format", "registry")
        #expect(scan.exitCode == 0 && !scan.output.contains("options"), "\(scan.output)")
        #expect(scan.errors.contains("imagekit:thumbnail"), "\(scan.errors)")
    }

    /// The list of a scan must not replace a file of the user.
    @Test(arguments: ["specs.json", "a.txt", "data.json", "media/photos/a.png", "link.png"])
    func aScanReplacesNoInput(_ output: String) async throws {
        let site = site()
        site.write("a.txt", "{% thumbnail '8x' 'photos/a.png' %}")
        site.write("data.json", "{}")
        try site.link("link.png", to: "media/photos/a.png")
        let before = site.snapshot
        let scan = ["render", "a.txt", "--context", "data.json", "--scan", "--output"]
        let result = try await site.run(scan + [output]) { _ in }
        #expect(result.exitCode == 64 && result.errors.contains("--output: \(output) is "), "\(result)")
        #expect(site.snapshot == before)
    }

    @Test func anUnreadableTemplateIsNotReplacedByAnother() async throws {
        let site = site()
        site.write("t/a.html", "{% include 'part.html' %}")
        site.write("other/part.html", "other")
        site.makeFolder("t/part.html")
        let render = ["render", "t/a.html", "--templates", "other"]
        #expect(try await site.run(render) { _ in }.output == "other")
        site.remove("t/part.html")
        try site.link("t/part.html", to: "part.html")
        let result = try await site.run(render) { _ in }
        #expect(result.exitCode == 1 && result.output.isEmpty)
        #expect(result.errors.contains("t/part.html: Too many levels of symbolic links"), "\(result.errors)")
    }

    @Test func filesKeepTheirPathsBelowTheCommonFolder() async throws {
        let site = site()
        site.write("t/x/a.txt", "1")
        site.write("t/b.txt", "2")
        #expect(try await site.run("render", "t/x/a.txt", "t/b.txt", "--output", "out").exitCode == 0)
        #expect(site.text("out/x/a.txt") == "1" && site.text("out/b.txt") == "2")
        #expect(try await site.run("render", "t/x/a.txt", "--root", ".", "--output", "out").exitCode == 0)
        #expect(site.text("out/t/x/a.txt") == "1")
        #expect(try await site.run("render", "t/x/a.txt", "t/b.txt").output == "12")
        let over = try await site.run("render", "t/b.txt", "t/x/a.txt", "--output", "t", "--check")
        #expect(over.exitCode == 0)
    }

    @Test func aTemplateIsNotReplaced() async throws {
        let site = site()
        site.write("t/a.txt", "{% thumbnail '8x' 'photos/a.png' %}")
        let result = try await site.run("render", "t/a.txt", "--output", "t")
        #expect(result.exitCode == 1)
        #expect(result.errors.contains("would replace the template"))
        #expect(site.text("t/a.txt")?.hasPrefix("{%") == true)
    }

    @Test(.enabled(if: Terminal.isInstalled)) func onlyWrittenPagesAreCounted() throws {
        let site = site()
        site.write("t/a.txt", "{% thumbnail '8x' 'photos/a.png' %}")
        site.write("t/b.txt", "b")
        #expect(
            try Terminal.run("imagekit render t/a.txt t/b.txt --output t", in: site).output
                == "error: t/a.txt: the result would replace the template t/a.txt: use another --output\n"
        )
        site.makeFolder("out/a.txt")
        let result = try Terminal.run("imagekit render t/a.txt t/b.txt --output out", in: site)
        #expect(result.output.hasPrefix("error: cannot write out/a.txt: "), "\(result)")
        #expect(result.output.hasSuffix("\n1 page changed\n"), "\(result)")
    }

    @Test func aFailedImageIsReportedWithItsLine() async throws {
        let site = site()
        site.write("media/photos/broken.png", "no picture")
        site.write("a.txt", "\n{% thumbnail '8x' 'photos/broken.png' %}")
        site.write("b.txt", "\n\n{% thumbnail '8x' 'photos/c.png' %}")
        let result = try await site.run("render", "a.txt", "b.txt", "--output", "out")
        #expect(result.exitCode == 1)
        #expect(result.errorLines.count == 2)
        #expect(result.errorLines.first?.hasPrefix("error: a.txt:2: photos/broken.png: ") == true)
        #expect(result.errorLines.last?.hasPrefix("error: b.txt:3: photos/c.png: ") == true)
    }

    @Test(arguments: [
        (["a.txt", "--check"], "add --output"), (["a.txt", "--scan", "--check", "--output", "o"], "--scan"),
        (["a.txt", "--context", "bad.json", "--output", "o"], "bad.json:1:1: this"),
        (["a.txt", "--scan-format", "names"], "an option of --scan"),
        (["a.txt", "--scan", "--output", "-"], "remove --output"),
        (["a.txt", "a.txt"], "give each file once"),
        (["a.txt", "--root", "t"], "outside"), ([], "Missing"),
    ])
    func wrongUsage(_ arguments: [String], _ message: String) async throws {
        let site = site()
        site.write("a.txt", "")
        site.write("bad.json", "{")
        let result = try await site.run(["render"] + arguments) { _ in }
        #expect(result.exitCode == 64)
        #expect(result.errors.contains(message), "\(result.errors)")
    }
}
