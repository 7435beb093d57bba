import Foundation
import Testing

/// A registry that `validate` accepts makes images.
@Suite struct ValidateTests {
    private func errors(_ registry: String, _ prepare: (Site) -> Void = { _ in }) async throws -> [String] {
        let site = Site(registry)
        site.writePhotos("a.png")
        prepare(site)
        let result = try await site.run("validate")
        #expect(result.exitCode == (result.output.isEmpty ? 65 : 0))
        return result.errorLines.map { $0.replacingOccurrences(of: site.path, with: "SITE") }
    }

    private static func registry(_ group: String, root: String = "media") -> String {
        Registries.registry(
            photos: group,
            settings: #""MEDIA_ROOT": "\#(root)", "allow_exec": true"#,
            generators: #""a": { "source": "photos", "format": "PNG" }"#
        )
    }

    @Test(arguments: [
        (#"{ "glob": "photso/*.png" }"#, "glob: there is no folder photso in SITE/media — did you mean \"photos\"?"),
        (
            #"{ "glob": ["media/photos/**/*.png"] }"#,
            "glob[0]: patterns are relative to MEDIA_ROOT, SITE/media: write \"photos/**/*.png\""
        ),
        (
            #"{ "glob": ["photos/*"], "exclude": ["media/photos/x/**"] }"#,
            "exclude[0]: patterns are relative to MEDIA_ROOT, SITE/media: write \"photos/x/**\""
        ),
        (#"{ "list": "names.txt" }"#, "list: there is no file SITE/names.txt"),
        (#"{ "sqlite": "db.sqlite3", "query": "SELECT 1" }"#, "sqlite: there is no file SITE/db.sqlite3"),
        (#"{ "command": ["./sources.sh"] }"#, "command: there is no program SITE/./sources.sh"),
    ])
    func missingInputsAreReported(group: String, message: String) async throws {
        let errors = try await errors(Self.registry(group))
        #expect(errors.count == 1 && errors[0].hasSuffix("source_groups.photos.\(message)"), "\(errors)")
        #expect(errors.first?.hasPrefix("specs.json:3:") == true)
    }

    @Test(arguments: [
        #"{ "glob": "*.png" }"#, #"{ "glob": "{photos,scans}/*.png" }"#, #"{ "glob": "PHOTOS/*.png" }"#,
        #"{ "glob": "photos/*.png", "exclude": "none/**" }"#, #"{ "glob": "ph\\otos/**" }"#, #"{ "list": "-" }"#,
    ])
    func validGroupsAreNotReported(group: String) async throws { #expect(try await errors(Self.registry(group)) == []) }

    @Test func aMissingMediaRootIsReported() async throws {
        let errors = try await errors(Self.registry(#"{ "glob": "photos/*" }"#, root: "medai"))
        #expect(
            errors == [
                "specs.json:2:33: settings.MEDIA_ROOT: there is no folder SITE/medai: make it, or correct MEDIA_ROOT"
            ]
        )
        let site = Site(Self.registry(#"{ "glob": "photos/*" }"#))
        let result = try await site.run("validate", environment: ["IMAGEKIT_MEDIA_ROOT": "/nowhere"])
        #expect(result.errors.hasPrefix("environment variable IMAGEKIT_MEDIA_ROOT: there is no folder /nowhere"))
    }

    private static func registry(generator: String) -> String {
        Registries.registry(generators: "\"a\": { \"source\": \"photos\", \(generator) }")
    }

    @Test(arguments: [
        (#""processors": [{ "Crop": { "width": "100", "height": 9 } }]"#, "Crop.width: \"100\" is not a whole number"),
        (#""processors": [{ "Crop": { "width": "100", "height": 9 } }]"#, ": remove the quotes"),
        (#""processors": [{ "Crop": { "width": 9, "height": 9, "anchor": "top" } }]"#, "did you mean \"t\"?"),
        (#""processors": [{ "Crop": [9, 9, "bottom right"] }]"#, "did you mean \"br\"?"),
        (#""format": "JPEG", "options": { "quality": 0.8 }"#, ": it is a percentage, so write 80"),
        (#""format": "JPEG", "options": { "quality": 0 }"#, ": write 1 for the smallest file"),
        (#""format": "JPEG", "options": { "progressive": "true" }"#, ": remove the quotes"),
        (#""format": "JPEG", "max_bytes": "50 lb""#, "is not a number of bytes above 0, such as 1048576, \"500MB\""),
        (#""format": "JPEG", "options": { "vips": { "trelis": true } }"#, "has no option \"trelis\"; it has "),
        (#""format": "JPEG", "options": { "vips": { "restart_interval": "often" } }"#, "restart_interval"),
    ])
    func aMistakeIsReportedWithTheRemedy(generator: String, message: String) async throws {
        let errors = try await errors(Self.registry(generator: generator))
        #expect(errors.count == 1 && errors[0].contains(message), "\(errors)")
    }

    @Test func settingsInQuotesComeWithTheRemedy() async throws {
        let registry = Registries.registry(settings: #""MEDIA_ROOT": "media", "max_pixels": "100""#, generators: "")
        #expect(
            try await errors(registry).first?.hasSuffix("\"100\" is not a whole number above 0: remove the quotes")
                == true
        )
    }

    /// If `validate` accepts a registry, `generateimages` makes its image.
    @Test(arguments: [
        #""format": "jpg""#, #""format": "JPG", "max_bytes": "50KB""#, #""format": "tif""#, #""format": "jp2""#,
        #""format": "jpg", "options": { "vips": { "optimize_coding": true, "restart-interval": 8 } }"#,
    ])
    func acceptedRegistriesMakeAnImage(generator: String) async throws {
        let site = Site(Self.registry(generator: generator))
        site.writePhotos("a.png")
        #expect(try await site.run("validate").exitCode == 0)
        let made = try await site.generate()
        #expect(made.exitCode == 0 && site.cacheFiles.count == 1, "\(made.output)")
    }

    @Test func maxBytesHasAUnit() async throws {
        let site = Site(Self.registry(generator: #""format": "JPEG", "max_bytes": "1kB""#))
        site.writePhotos("a.png", width: 200, height: 150)
        let made = try await site.generate()
        let image = try #require(try made.images().first)
        #expect(image.bytes ?? .max <= 1000, "\(made.output)")
        // The unit of `max_bytes` does not change the name of the image.
        site.write("specs.json", Self.registry(generator: #""format": "JPEG", "max_bytes": 1000"#))
        #expect(try await site.generate("-v").images().map(\.name) == [image.name])
    }

    /// Debian's libjpeg does not have the options of mozjpeg, so libvips ignores them.
    @Test func ignoredOptionsAreWarnings() async throws {
        let site = Site(
            Self.registry(generator: #""format": "JPEG", "options": { "vips": { "trellis_quant": true } }"#)
        )
        site.writePhotos("a.png")
        let result = try await site.run("validate")
        #expect(result.exitCode == 0)
        // A libvips with mozjpeg does not ignore these options.
        let expected =
            "generators.a.options.vips: this libvips ignores trellis_quant, because it is built without mozjpeg"
        #expect(
            result.errors == "" || result.errors.hasPrefix("warning: specs.json:") && result.errors.contains(expected)
        )
    }
}
