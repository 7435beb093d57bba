import Foundation
import Testing

@testable import ImageSpecs

/// Tests each save option of each format: images are made with accepted values, such as the limits of a range, and
/// `validate` refuses other values.
@Suite struct SaveOptionTests {
    /// A generator of one format with one option, and the text of its registry entry.
    struct Case: CustomTestStringConvertible, Sendable {
        let format: ImageFormat
        let option: SaveOption
        let value: Value

        /// The index among the values of the option.
        let index: Int

        var id: String { "\(format.rawValue):\(option.name):\(index)" }
        var testDescription: String { "\(format.rawValue) \(option.name) \(value)" }

        var entry: String {
            """
            "\(id)": { "source": "photos", "processors": [{ "Thumbnail": [24, 24] }], "format": "\(format.rawValue)",
                "options": { "\(option.name)": \(value) } }
            """
        }
    }

    private static func cases(_ values: (SaveOption) -> [Value]) -> [Case] {
        ImageFormat.written.flatMap { format in
            format.saveOptions.flatMap { option in
                values(option).enumerated().map { index, value in
                    Case(format: format, option: option, value: value, index: index)
                }
            }
        }
    }

    private static let accepted = cases { option in
        switch option.kind {
        case .flag: [.bool(false), .bool(true)]
        case .number(let range, let words):
            [.integer(range.lowerBound), .integer(range.upperBound), .double(Double(range.upperBound) - 0.5)]
                + words.map(Value.string)
        case .integer(let range): [.integer(range.lowerBound), .integer(range.upperBound)]
        case .choice(let values): values
        case .vipsOptions: [.dictionary([:])]
        }
    }

    private static let refused = cases { option in
        switch option.kind {
        case .flag: [.integer(1), .string("true")]
        case .number(let range, _):
            [
                .integer(range.lowerBound - 1), .integer(range.upperBound + 1), .double(Double(range.upperBound) + 0.5),
                .string("\(range.upperBound)"), .bool(true),
            ]
        case .integer(let range):
            [
                .integer(range.lowerBound - 1), .integer(range.upperBound + 1), .double(Double(range.lowerBound)),
                .string("\(range.upperBound)"), .bool(true),
            ]
        case .choice: [.string("bogus"), .integer(99), .bool(true), .string("")]
        case .vipsOptions: [.bool(true), .tuple([])]
        }
    }

    /// Returns a site with a photo, a picture with transparency and a grey picture.
    private func site(_ cases: [Case]) throws -> Site {
        let site = Site(
            Registries.registry(
                photos: #"{ "glob": ["*.png"] }"#,
                generators: cases.map(\.entry).joined(separator: ",\n")
            )
        )
        site.write("media/photo.png", samplePNG(width: 40, height: 30, seed: 1))
        let avatar = try Data(contentsOf: URL(filePath: Repository.path + "/media/avatars/fox.png"))
        site.write("media/avatar.png", Array(avatar))
        site.write("media/gray.png", Array(try #require(Data(base64Encoded: Self.grayPNG))))
        return site
    }

    /// A picture of 30×24 pixels with one band: `(8x + 3y) % 256`, written by Pillow.
    private static let grayPNG =
        "iVBORw0KGgoAAAANSUhEUgAAAB4AAAAYCAAAAADIAhJjAAAAF0lEQVR42mNk4MAHmJjxglHpUemhIQ0AH90JLuXzmWcAAAAASUVORK5CYII="

    @Test func imagesAreMadeWithAcceptedValues() async throws {
        let site = try site(Self.accepted)
        let checked = try await site.run("validate")
        #expect(checked.exitCode == 0, "\(checked.errors)")
        let run = try await site.generate()
        #expect(run.exitCode == 0, "\(run.output.split(separator: "\n").filter { $0.contains("failed") })")
        #expect(site.cacheFiles.count == Self.accepted.count * 3)
    }

    @Test func otherValuesAreRefused() async throws {
        let checked = try await site(Self.refused).run("validate")
        #expect(checked.exitCode == 65)
        for refused in Self.refused {
            let path = "generators.\"\(refused.id)\".options.\(refused.option.name):"
            #expect(checked.errors.contains(path), "\(refused.testDescription)")
        }
    }

    /// An argument of a command is checked like an option of the registry, before an image is made.
    @Test(arguments: [
        ("quality=abc", "quality: \"abc\" is not a number from 1 to 100"), ("quality=101", "quality: 101 is not"),
        ("subsampling=4:0:0", "subsampling: \"4:0:0\" is not one of"),
        ("progressive=1", "progressive: 1 is not true or"),
        ("method=4", "method: JPEG has no such option"), ("options={\"quality\":\"abc\"}", "\"abc\" is not a number"),
        ("format=WEBP", "quality: \"keep\" is not a number from 1 to 100"),
    ])
    func argumentsAreChecked(argument: String, message: String) async throws {
        let generator = """
            "app:small": { "processors": [{ "Thumbnail": [10, 8] }], "format": "JPEG", "options": { "quality": "keep" } }
            """
        let site = Site(Registries.registry(generators: generator))
        site.writePhotos("a.png")
        let made = try await site.run("generateimage", "app:small", "--source", "photos/a.png", "--set", argument)
        #expect(made.exitCode == 64)
        #expect(made.errors.contains(message), "\(made.errors)")
        #expect(site.cacheFiles.isEmpty)
    }

    /// The generator has an option that exists only in its own format. A call can still request another format.
    @Test func anArgumentMayChangeTheFormat() async throws {
        let generator = """
            "app:small": { "processors": [{ "Thumbnail": [10, 8] }], "format": "JPEG", "options": { "progressive": true } }
            """
        let site = Site(Registries.registry(generators: generator))
        site.writePhotos("a.png")
        let made = try await site.run("generateimage", "app:small", "--source", "photos/a.png", "--set", "format=PNG")
        #expect(made.exitCode == 0, "\(made.errors)")
    }
}
