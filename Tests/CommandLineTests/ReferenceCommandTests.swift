import Foundation
import Testing

@testable import ImageSpecs

/// Tests of `imagekit processors` and `imagekit formats`, as text and as JSON.
@Suite struct ReferenceCommandTests {
    private struct Argument: Decodable {
        let name: String
        let is_required: Bool
        let takes: String
    }

    private struct ProcessorPage: Decodable {
        let name: String
        let summary: String
        let arguments: [Argument]
    }

    private struct FormatsAnswer: Decodable {
        struct Option: Decodable {
            let name: String
        }
        struct Format: Decodable {
            let name: String
            let is_written: Bool
            let options: [Option]?
        }
        let libvips: String
        let formats: [Format]
    }

    private func decoded<T: Decodable>(_ text: String) throws -> T {
        try JSONDecoder().decode(T.self, from: Data(text.utf8))
    }

    @Test func processorsAsJSON() async throws {
        let run = try await Site().run("processors", "--json")
        let pages: [ProcessorPage] = try decoded(run.output)
        #expect(pages.count == 27)
        let crop = try #require(pages.first { $0.name == "Crop" })
        #expect(crop.arguments.map(\.name) == ["width", "height", "anchor", "x", "y"])
        #expect(crop.arguments.map(\.is_required) == [true, true, false, false, false])
        #expect(crop.arguments[0].takes == "a whole number of pixels from 1 to 1000000")
    }

    @Test func aProcessorAsJSON() async throws {
        let run = try await Site().run("processors", "Tint", "--json")
        let page: ProcessorPage = try decoded(run.output)
        #expect(page.name == "Tint")
        #expect(page.summary.contains("hue"))
    }

    /// The command prints plain text. Only the documentation keeps the Markdown of a description.
    @Test func aProcessorInWords() async throws {
        let run = try await Site().run("processors", "Convert")
        #expect(run.output.hasPrefix("Convert(mode)\nConverts to a mode of Pillow.\n"))
        #expect(run.output.contains("one of 1, L, LA, P, RGB, RGBA, CMYK; required"))
        #expect(!run.output.contains("`"))
    }

    @Test func formatsAsJSON() async throws {
        let run = try await Site().run("formats", "--json")
        let answer: FormatsAnswer = try decoded(run.output)
        #expect(answer.libvips.hasPrefix("8."))
        let png = try #require(answer.formats.first { $0.name == "PNG" })
        #expect(png.is_written)
        #expect(png.options?.map(\.name) == ["optimize", "compress_level", "vips"])
        #expect(answer.formats.first { $0.name == "HEIC" }?.is_written == false)
    }
}
