import ImageSpecs
import Testing
import TestSupport

@testable import Registry

/// Compares the members of sets with equivalent single generators that the tests write by hand.
@Suite struct SetTests {
    private func registry(_ generators: String, defaults: String = "{}") throws -> Registry {
        let folder = TemporaryFolder()
        folder.write("specs.json", #"{"defaults": \#(defaults), "generators": {\#(generators)}}"#)
        var reader = RegistryReader(path: folder.path("specs.json"), environment: [:], ask: NoWorker.ask)
        return try reader.read(forNamesOnly: false)
    }

    private func problems(_ generators: String, defaults: String = "{}") throws -> [String] {
        do {
            _ = try registry(generators, defaults: defaults)
            return []
        } catch let error as RegistryError {
            return error.problems.map { "\($0.path): \($0.message)" }
        }
    }

    /// Returns the name of the cache file of one source for each generator, by the id of the generator.
    private func names(_ registry: Registry) -> [String: String] {
        var names: [String: String] = [:]
        for generator in registry.generators {
            names[generator.id] = generator.naming(registry.settings).name(for: .source("a/b.jpg"), content: nil)
        }
        return names
    }

    /// Expects that a set has exactly these members, and that the cache file of each member has the same name as the
    /// cache file of the generator by hand.
    private func expect(_ set: String, equals byHand: KeyValuePairs<String, String>, defaults: String = "{}") throws {
        let members = names(try registry(set, defaults: defaults)).filter { !$0.key.contains(":source") }
        let written = names(try registry(byHand.map { #""\#($0)": \#($1)"# }.joined(separator: ",")))
        #expect(members == written)
    }

    @Test func anEnormousSideIsAProblem() throws {
        let found = try problems(
            #""a": {"widths": [800], "processors": [{"ResizeToFill": {"width": 1, "height": 9223372036854775807}}]}"#
        )
        #expect(found.contains { $0.contains("a whole number of pixels from 1 to 1000000") }, "\(found)")
        let sides = SetResizing(given: [.width: 1, .height: 1_000_000]).sides(.width, .max)
        #expect(sides[.height] == 1_000_000)
    }

    @Test func aMemberStandsForEachWidthInEachFormat() throws {
        try expect(
            #""blog:photo": {"widths": [800, 400], "formats": ["AVIF", "jpg"], "options": {"quality": 50}}"#,
            equals: [
                "blog:photo:400:avif":
                    #"{"processors": [{"ResizeToFit": {"width": 400, "upscale": false}}], "format": "AVIF", "options": {"quality": 50}}"#,
                "blog:photo:800:avif":
                    #"{"processors": [{"ResizeToFit": {"width": 800, "upscale": false}}], "format": "AVIF", "options": {"quality": 50}}"#,
                "blog:photo:400:jpg":
                    #"{"processors": [{"ResizeToFit": {"width": 400, "upscale": false}}], "format": "jpg", "options": {"quality": 50}}"#,
                "blog:photo:800:jpg":
                    #"{"processors": [{"ResizeToFit": {"width": 800, "upscale": false}}], "format": "jpg", "options": {"quality": 50}}"#,
            ]
        )
    }

    @Test func theResizeProcessorOfTheSetGetsTheSize() throws {
        try expect(
            #""s": {"heights": [90, 45], "processors": [{"ResizeToFill": {"width": 160, "height": 90}}, {"Adjust": {"color": 0.5}}]}"#,
            equals: [
                "s:90":
                    #"{"processors": [{"ResizeToFill": {"width": 160, "height": 90}}, {"Adjust": {"color": 0.5}}]}"#,
                "s:45": #"{"processors": [{"ResizeToFill": {"width": 80, "height": 45}}, {"Adjust": {"color": 0.5}}]}"#,
            ]
        )
        try expect(
            #""s": {"widths": [40], "processors": [{"ResizeToFill": [160, 90, "t"]}]}"#,
            equals: ["s:40": #"{"processors": [{"ResizeToFill": [40, 23, "t"]}]}"#]
        )
        try expect(
            #""s": {"widths": [40], "processors": ["Transpose", {"ResizeToFit": {"upscale": true}}]}"#,
            equals: ["s:40": #"{"processors": ["Transpose", {"ResizeToFit": {"upscale": true, "width": 40}}]}"#]
        )
    }

    @Test func densitiesMultiplyTheSize() throws {
        try expect(
            #""s": {"densities": [1, 1.5, 2], "format": "PNG", "processors": [{"ResizeToFill": {"width": 101, "height": 50}}]}"#,
            equals: [
                "s:1x": #"{"processors": [{"ResizeToFill": {"width": 101, "height": 50}}], "format": "PNG"}"#,
                "s:1.5x": #"{"processors": [{"ResizeToFill": {"width": 151, "height": 75}}], "format": "PNG"}"#,
                "s:2x": #"{"processors": [{"ResizeToFill": {"width": 202, "height": 100}}], "format": "PNG"}"#,
            ]
        )
    }

    @Test func eachFormatGetsTheOptionsThatItHas() throws {
        try expect(
            #""s": {"formats": {"WEBP": {"method": 6}, "JPEG": {"quality": 80}, "PNG": {}}, "options": {"quality": 70}}"#,
            equals: [
                "s:webp": #"{"format": "WEBP", "options": {"quality": 70, "method": 6}}"#,
                "s:jpeg": #"{"format": "JPEG", "options": {"quality": 80}}"#,
                "s:png": #"{"format": "PNG"}"#,
            ]
        )
        #expect(try problems(#""s": {"formats": ["PNG", "GIF"], "options": {"quality": 70}}"#).count == 1)
    }

    /// This applies also to the formats of a set and to a canvas, whose default format is PNG.
    @Test func inheritedOptionsOfOtherFormatsAreIgnored() throws {
        try expect(
            #""s": {"formats": ["PNG", "GIF"]}, "c": {"canvas": {"width": 4, "height": 4}}"#,
            equals: [
                "s:png": #"{"format": "PNG"}"#, "s:gif": #"{"format": "GIF"}"#,
                "c": #"{"canvas": {"width": 4, "height": 4}}"#,
            ],
            defaults: #"{"options": {"quality": 70}}"#
        )
    }

    /// A null attribute stops the inheritance of this attribute, and not of the attributes that exclude it.
    @Test func nullStopsOneAttribute() throws {
        try expect(
            #""a": {"formats": null}, "b": {"canvas": null}, "c": {"format": null}"#,
            equals: [
                "a": #"{"format": "PNG", "autorotate": false}"#, "b": #"{"format": "PNG", "autorotate": false}"#,
                "c": #"{"autorotate": false}"#,
            ],
            defaults: #"{"format": "PNG", "autorotate": false}"#
        )
    }

    @Test func attributesAreInherited() throws {
        try expect(
            #"""
            "a": {"widths": [40], "formats": ["WEBP"], "options": {"method": 2}},
            "b": {"extends": "a", "heights": [50]},
            "c": {"extends": "b", "format": "PNG", "heights": null},
            "d": {"autorotate": null}
            """#,
            equals: [
                "a:40:webp":
                    #"{"processors": [{"ResizeToFit": {"width": 40, "upscale": false}}], "format": "WEBP", "options": {"method": 2}, "autorotate": false}"#,
                "b:50:webp":
                    #"{"processors": [{"ResizeToFit": {"height": 50, "upscale": false}}], "format": "WEBP", "options": {"method": 2}, "autorotate": false}"#,
                "c": #"{"format": "PNG", "autorotate": false}"#,
                "d": #"{"options": {"quality": 60}}"#,
            ],
            defaults: #"{"options": {"quality": 60}, "autorotate": false}"#
        )
    }

    @Test func theLengthOfTheSourceReplacesLargerOnes() throws {
        let registry = try registry(#""s": {"widths": [400, 800, 1200], "formats": ["WEBP"]}"#)
        func made(_ width: Int) -> [String] {
            registry.members(ofSet: "s").compactMap { id in
                let generator = registry.generators[id]
                guard let member = generator.member, member.applies(to: (width, 10)) else { return nil }
                return member.size == .ofSource
                    ? member.resolved(generator.spec, source: (width, 10))?.id : generator.id
            }
        }
        #expect(made(2000) == ["s:400:webp", "s:800:webp", "s:1200:webp"])
        #expect(made(1200) == ["s:400:webp", "s:800:webp", "s:1200:webp"])
        #expect(made(1024) == ["s:400:webp", "s:800:webp", "s:1024:webp"])
        #expect(made(800) == ["s:400:webp", "s:800:webp"])
        #expect(made(300) == ["s:300:webp"])
        let byHand = try self.registry(
            #""h": {"processors": [{"ResizeToFit": {"width": 1024, "upscale": false}}], "format": "WEBP"}"#
        )
        let request = try registry.request("s:1024:webp", arguments: [])
        #expect(request.generator.spec == byHand.generators.first?.spec)
    }

    /// Only the resize processor of the set gets the size of a member.
    @Test func aChainKeepsItsSize() throws {
        let folder = TemporaryFolder()
        let processors = #"[{"ResizeToFit": {"width": 100}}, "brand:frame"]"#
        folder.write(
            "specs.json",
            #"""
            {"processors": {"brand:frame": [{"Resize": [800, 800]}]},
             "generators": {"s": {"widths": [400, 800], "processors": \#(processors)}}}
            """#
        )
        var reader = RegistryReader(path: folder.path("specs.json"), environment: [:], ask: NoWorker.ask)
        let spec = try reader.read(forNamesOnly: false).request("s:300", arguments: []).generator.spec
        #expect(spec.processors.map { $0.given["width"] } == [.integer(300), .integer(800)])
    }

    @Test func presentationIsInNoName() throws {
        let plain = try registry(#""a": {"widths": [40], "formats": ["WEBP"]}, "b": {"format": "PNG"}"#)
        let shown = try registry(
            #""a": {"widths": [40], "formats": ["WEBP"], "sizes": "50vw", "placeholder": "lqip"}, "b": {"format": "PNG", "placeholder": "color"}"#
        )
        #expect(names(plain) == names(shown))
    }

    @Test(arguments: [
        (#""s": {"widths": []}"#, "an empty array"),
        (#""s": {"widths": [0]}"#, "widths[0]: 0 is not a whole number from 1 to 1000000"),
        (
            #""s": {"densities": [0], "processors": [{"ResizeToFit": {"width": 4}}]}"#,
            "0 is not a pixel density above 0"
        ),
        (#""s": {"formats": ["JPEG", "jpg"]}"#, "the format jpg is given twice"),
        (#""s": {"widths": [4, 4]}"#, "4 is given twice"),
        (#""s": {"widths": [4], "heights": [4]}"#, "a set has one of"),
        (#""s": {"formats": ["WEBP", "webp"]}"#, "given twice"), (#""s": {"formats": []}"#, "at least one format"),
        (#""s": {"formats": ["WEBB"]}"#, #"there is no format "WEBB""#),
        (#""s": {"formats": ["WEBP"], "format": "PNG"}"#, "remove one"),
        (#""s": {"densities": [1]}"#, "add one"),
        (#""s": {"densities": [1], "processors": [{"ResizeToFit": {}}]}"#, "give it a width or a height"),
        (#""s": {"widths": [4], "processors": [{"ResizeToFit": {"width": {"field": "w"}}}]}"#, "depends on the member"),
        (#""s": {"widths": [4], "canvas": {"width": 4, "height": 4}}"#, "a canvas has a size of its own"),
        (#""s": {"extends": "t"}, "tt": {}"#, #"there is no generator "t" — did you mean "tt"?"#),
        (#""s": {"extends": "t"}, "t": {"extends": "s"}"#, "the generator extends itself: s → t → s"),
        (#""s": {"widths": [4]}, "s:4": {}"#, "registered twice"), (#""s": {"placeholder": "blur"}"#, "is not one of"),
        (#""s": {"sizes": 4}"#, "the sizes of an image"),
        (#""s": {"blueprint": {}}"#, "generators.s.blueprint: unknown key; the keys are "),
    ])
    func aMistakeIsReported(generators: String, message: String) throws {
        let found = try problems(generators)
        #expect(found.contains { $0.contains(message) }, "\(found)")
    }

    @Test(arguments: [
        #""widths": [0]"#, #""widths": [4], "heights": [4]"#, #""widths": [4], "formats": []"#, #""densities": [1]"#,
        #""densities": [0], "processors": [{"ResizeToFit": {"width": 4}}]"#,
        #""widths": [4], "processors": [{"ResizeToFit": {"width": "4"}}]"#,
    ])
    func aMistakeInTheSizesHidesNoOther(sizes: String) throws {
        let found = try problems(#""s": {"source": "x", "autorotate": 3, \#(sizes)}"#)
        #expect(found.contains { $0.contains(#"there is no source group "x""#) }, "\(found)")
        #expect(found.contains { $0.contains("autorotate: 3 is not true or false") }, "\(found)")
        #expect(found.count == 3, "\(found)")
    }

    @Test func generatorsExtendOneAnotherInAFewLevels() throws {
        func chain(_ levels: Int) -> String {
            let rest = (1...levels).map { #""g\#($0)": {"extends": "g\#($0 - 1)"}"# }
            return ([#""g0": {}"#] + rest).joined(separator: ", ")
        }
        #expect(try problems(chain(32)) == [])
        #expect(
            try problems(chain(33)) == ["generators.g1.extends: generators extend one another in more than 32 levels"]
        )
    }

    /// Only a worker can check the call, and this test has no worker.
    @Test func aCallThatCannotBeCheckedIsReported() throws {
        let processors = #"[{"ResizeToFit": {"width": 4}}, {"vips": {"operation": "gaussblur"}}]"#
        let found = try problems(#""s": {"widths": [4], "processors": \#(processors)}"#)
        #expect(found.contains { $0.contains("cannot be checked") }, "\(found)")
    }

    @Test func aWidthThatIsGivenTwiceIsReportedOnce() throws {
        let found = try problems(#""s": {"widths": [4, 4]}"#)
        #expect(found.count == 1, "\(found)")
    }

    @Test func aMistakeInDefaultsIsReportedOnce() throws {
        let found = try problems(#""a": {}, "b": {"widths": [1, 2]}"#, defaults: #"{"sorce": "x"}"#)
        #expect(found == [#"defaults.sorce: unknown key — did you mean "source"?"#])
    }

    @Test(arguments: [
        ("s", ["s:source:webp", "s:40:webp"]), ("s:*:webp", ["s:source:webp", "s:40:webp"]), ("s:40", ["s:40:webp"]),
        ("s:1024:webp", ["s:source:webp"]), ("s:1*:webp", ["s:source:webp"]), ("s:*:png", []),
    ])
    func patternsMatchMembers(pattern: String, ids: [String]) throws {
        let registry = try registry(#""s": {"widths": [40], "formats": ["WEBP"]}"#)
        let matching = registry.generators.filter { $0.matches(GeneratorPattern(pattern)) }
        #expect(Set(matching.map(\.id)) == Set(ids))
    }

    /// A pattern can match the ids of sources with other lengths than those of the set, such as 401 and 300.
    @Test(arguments: [
        ("s:40*", true), ("s:*00", true), ("s:1*0:webp", true), ("s:**5:webp", true), ("**0", true), ("s:40", false),
        ("s:800:*", false), ("s:0", false), ("s:04*", false), ("s:*:png", false),
    ])
    func patternsMatchLengthsOfSources(pattern: String, matches: Bool) throws {
        let registry = try registry(#""s": {"widths": [40, 800], "formats": ["WEBP"]}"#)
        let member = try #require(registry.generators.first { $0.id == "s:source:webp" })
        #expect(member.matches(GeneratorPattern(pattern)) == matches)
    }
}
