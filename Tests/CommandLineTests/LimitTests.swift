import Foundation
import Testing

/// Tests of limits, which are settings and options. A message about a limit contains the name and the value of the
/// limit.
@Suite struct LimitTests {
    static let settings = ["max_pixels": "1199", "max_file_size": "1000", "max_output_size": "60"]

    /// Returns a site with a picture of 40×30 = 1200 pixels.
    private func site(_ settings: String = "") -> Site {
        let site = Site(
            Registries.registry(
                settings: #""MEDIA_ROOT": "media""# + settings,
                generators:
                    #""app:small": { "source": "photos", "processors": [{ "Thumbnail": [10, 8] }], "format": "PNG" }"#
            )
        )
        site.writePhotos("a.png")
        return site
    }

    @Test(arguments: settings.keys.sorted())
    func isASettingAndAnOption(_ name: String) async throws {
        let limit = try #require(Self.settings[name])
        let option = "--" + name.replacingOccurrences(of: "_", with: "-")
        let bySetting = try await site(#", "\#(name)": \#(limit)"#).generate()
        let byVariable = try await site().generate(environment: ["IMAGEKIT_" + name.uppercased(): limit])
        let byOption = try await site(#", "\#(name)": 1000000"#).generate(option, limit)
        for result in [bySetting, byVariable, byOption] {
            #expect(result.exitCode == 1)
            let error = try #require(try result.images().first?.error)
            #expect(error.code == "too-large")
            #expect(error.message.hasSuffix("more than \(name), \(limit)"), "\(error.message)")
        }
    }

    @Test func exceededValuesAreReported() async throws {
        let site = site()
        func message(_ options: String...) async throws -> String? {
            try await site.run(["thumbnail", "5x5", "photos/a.png"] + options) { _ in }.errorLines.first
        }
        #expect(try await message("--max-pixels", "1199")?.contains("40×30 = 1200 pixels") == true)
        let size = try #require(site.read("media/photos/a.png")).count
        #expect(
            try await message("--max-file-size", "1K")?.contains("\(size) bytes, more than max_file_size, 1024") == true
        )
    }

    /// Some decoders reject such sizes without a reason, so imagekit reads the size from the header and reports it.
    @Test(arguments: [[0x7FFF_FFFF, 0x7FFF_FFFF], [.max, .max], [99_999_999, 2]] as [[UInt32]])
    func sidesBeyondADecodersLimitAreReported(_ sides: [UInt32]) async throws {
        let site = site()
        var bytes = try #require(site.read("media/photos/a.png"))
        bytes.replaceSubrange(16..<24, with: sides.flatMap { side in withUnsafeBytes(of: side.bigEndian, Array.init) })
        site.write("media/photos/a.png", bytes)
        let error = try #require(try await site.generate().images().first?.error)
        #expect(error.code == "too-large" && error.message.contains("\(sides[0])×\(sides[1])"), "\(error)")
    }

    /// After a limit is raised, the images that failed are tried again.
    @Test func otherLimitsTryAgain() async throws {
        let site = site()
        _ = try await site.generate("--max-pixels", "100")
        let same = try await site.generate("--max-pixels", "100", environment: ["IMAGEKIT_WORKER": "/nowhere"])
        #expect(try same.images().map(\.error?.code) == ["too-large"])
        let other = try await site.generate()
        #expect(other.exitCode == 0)
        #expect(try other.images().map(\.reason) == ["limits-changed"])
    }

    /// If the memory is exhausted, libvips reports an error or a codec crashes. In both cases, the code is
    /// `out-of-memory`.
    @Test func memoryHasALimit() async throws {
        let site = site()
        site.write("media/photos/large.png", samplePNG(width: 2500, height: 2000))
        let result = try await site.generate("--max-memory", "24MiB", "--jobs", "1")
        #expect(result.exitCode == 1)
        let large = try #require(try result.images().first { $0.source == "photos/large.png" })
        #expect(large.error?.code == "out-of-memory")
        #expect(large.error?.message.hasPrefix("it needs more than max_memory, 25165824 bytes") == true)
        #expect(try await site.generate().exitCode == 0)
    }

    @Test func formatsThatAreNotAllowed() async throws {
        let site = site(#", "allow_formats": ["jpeg", "GIF"]"#)
        let result = try await site.generate()
        #expect(try result.images().map(\.error?.code) == ["unsupported-format"])
        #expect(try result.images().first?.error?.message == "it is PNG, which allow_formats does not name")
        #expect(try await site.generate(environment: ["IMAGEKIT_ALLOW_FORMATS": "png,jpeg"]).exitCode == 0)
    }

    @Test func limitsApplyToOverlays() async throws {
        func message(_ settings: String, _ overlay: String) async throws -> String? {
            let spec = #""source": "photos", "processors": [{ "ImageOverlay": ["\#(overlay)"] }], "format": "PNG""#
            let registry = Registries.registry(
                settings: #""MEDIA_ROOT": "media""# + settings,
                generators: #""app:marked": { \#(spec) }"#
            )
            let site = Site(registry)
            site.writePhotos("a.png")
            site.write("mark.png", samplePNG(width: 60, height: 50))
            site.write("mark.svg", #"<svg xmlns="http://www.w3.org/2000/svg" width="40" height="32"/>"#)
            let pixel: [UInt8] = [0x2C, 0, 0, 0, 0, 1, 0, 1, 0, 0, 2, 2, 0x44, 1, 0, 0x3B]
            site.write("mark.gif", Array("GIF87a".utf8) + [1, 0, 1, 0, 0x80, 0, 0, 0, 0, 0, 255, 255, 255] + pixel)
            let result = try await site.generate()
            let image = try #require(try result.images().first)
            #expect(result.exitCode == (image.error == nil ? 0 : 1))
            #expect(image.error == nil || image.error?.code == "processor-failed")
            return image.error?.message.replacingOccurrences(of: site.path + "/", with: "")
        }
        let size = samplePNG(width: 60, height: 50).count
        #expect(try await message("", "mark.png") == nil)
        #expect(
            try await message(#", "max_pixels": 2999"#, "mark.png")
                == "the overlay mark.png: 60×50 = 3000 pixels is more than max_pixels, 2999"
        )
        #expect(
            try await message(#", "max_file_size": \#(size - 1)"#, "mark.png")
                == "the overlay mark.png: the file has \(size) bytes, more than max_file_size, \(size - 1)"
        )
        // `allow_formats` names the formats of sources.
        #expect(try await message(#", "allow_formats": ["PNG"]"#, "mark.gif") == nil)
        #expect(
            try await message("", "mark.svg")
                == #"the overlay mark.svg: it is SVG, which allow_loaders ("svg") does not name"#
        )
        let drawn = try await message(#", "allow_loaders": ["svg"]"#, "mark.svg")
        #expect(drawn == nil || drawn == "the overlay mark.svg: this libvips does not read SVG")
    }

    @Test func untrustedLoadersNeedPermission() async throws {
        let site = Site(
            Registries.registry(
                photos: #"{ "glob": "photos/*" }"#,
                generators:
                    #""app:small": { "source": "photos", "processors": [{ "Thumbnail": [10, 8] }], "format": "PNG" }"#
            )
        )
        site.write(
            "media/photos/a.svg",
            #"<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" width="40" height="32"><rect width="40" height="32" fill="red"/></svg>"#
        )
        let refused = try await site.generate()
        #expect(try refused.images().map(\.error?.code) == ["unsupported-format"])
        #expect(try refused.images().first?.error?.message == #"it is SVG, which allow_loaders ("svg") does not name"#)
        let made = try await site.generate(environment: ["IMAGEKIT_ALLOW_LOADERS": "svg"])
        guard try made.images().first?.error?.message != "this libvips does not read SVG" else { return }
        #expect(try made.images().map(\.width) == [10])
        #expect(made.exitCode == 0)
    }

    @Test(arguments: [
        ["--max-pixels", "0"], ["--max-file-size", "0"], ["--max-frames", "x"], ["--max-output-size", "1TB"],
    ])
    func wrongUsage(_ arguments: [String]) async throws {
        #expect(try await site().run(["generateimages"] + arguments) { _ in }.exitCode == 64)
    }
}
