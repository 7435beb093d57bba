import ImageSpecs
import RenderingTestSupport
import Testing
import WorkerProtocol

@testable import Decoding
@testable import Rendering
@testable import Vips

extension LibvipsSuite {
    /// Files that end too early: refused, or shown as far as they go.
    @Suite struct TruncatedSourceTests {
        private let folder: TemporaryFolder

        init() throws { folder = try TemporaryFolder() }

        /// How a file is made, and what it is made into: the decoder reduces it, or not.
        struct Way: CustomTestStringConvertible, Sendable {
            var isProgressive = false
            var width: Int?

            var testDescription: String {
                (isProgressive ? "progressive, " : "") + (width.map { "\($0) wide" } ?? "at full size")
            }

            static let all = [
                Way(), Way(isProgressive: true), Way(width: 37), Way(isProgressive: true, width: 37), Way(width: 150),
            ]
        }

        private func jpeg(_ way: Way = Way()) throws -> [UInt8] {
            try folder.save(
                pattern(3, 300, 200),
                "jpegsave",
                as: "whole.jpg",
                ["Q": 90, "interlace": .bool(way.isProgressive)]
            )
            return try folder.bytes("whole.jpg")
        }

        private func png() throws -> [UInt8] {
            try folder.save(pattern(3, 300, 200), "pngsave", as: "whole.png")
            return try folder.bytes("whole.png")
        }

        /// - Returns: the failure's code; nil for a picture.
        private func code(_ bytes: [UInt8], _ way: Way = Way(), _ truncated: Job.Truncated = .refuse) throws -> Outcome
            .Code?
        {
            try folder.write(bytes, to: "a")
            let processors = way.width.map { [#"{"ResizeToFit": {"width": \#($0)}}"#] } ?? []
            let spec = ImageSpec(processors: try processors.map(processor), format: "PNG", options: nil)
            let outcome = Renderer.render(folder.job("a", [spec], limits: Job.Limits(truncated: truncated)))
            return try #require(outcome.codes.first)
        }

        private func made() throws -> [UInt8] { try folder.load("0.out").pixels().samples }

        /// An offset in the coded data, not in a marker or before a stuffed byte.
        private func place(in jpeg: [UInt8]) -> Int {
            var place = jpeg.count / 2
            while jpeg[place - 2...place + 2].contains(0xFF) { place += 1 }
            return place
        }

        // MARK: - JPEG

        @Test(arguments: Way.all) func aJPEGThatIsCutOff(_ way: Way) throws {
            let whole = try jpeg(way)
            let cut = Array(whole[..<place(in: whole)])
            #expect(try code(whole, way) == nil)
            #expect(try code(cut, way) == .corruptSource)
            // Closed by a marker of the end, as some programs do.
            #expect(try code(cut + [0xFF, 0xD9], way) == .corruptSource)
            // An invalid marker ends the scan.
            #expect(try code(cut + [0xFF, 0x55] + whole[(cut.count + 2)...], way) == .corruptSource)
        }

        @Test(arguments: Way.all) func aJPEGWithoutItsEndMarkerIsWhole(_ way: Way) throws {
            let whole = try jpeg(way)
            #expect(try code(whole, way) == nil)
            let expected = try made()
            #expect(try code(whole.dropLast(2), way) == nil)
            #expect(try made() == expected)
            // What follows the end is no part of the picture.
            #expect(try code(whole + [1, 2, 3], way) == nil)
            #expect(try made() == expected)
        }

        @Test(arguments: [false, true]) func whatThereIsOfAJPEGIsShown(_ isClosed: Bool) throws {
            let whole = try jpeg()
            #expect(try code(whole, Way(), .accept) == nil)
            let expected = try made()
            let cut = Array(whole[..<place(in: whole)])
            #expect(try code(cut + (isClosed ? [0xFF, 0xD9] : []), Way(), .accept) == nil)
            let shown = try made()
            #expect(shown.count == expected.count)
            // A third of the rows is far above the cut in the middle of the data.
            #expect(shown.prefix(300 * 3 * 66) == expected.prefix(300 * 3 * 66))
            #expect(shown != expected)
        }

        /// The next picture of the same worker is not blamed.
        @Test func theNextPictureIsNotCutOff() throws {
            let whole = try jpeg()
            #expect(try code(Array(whole[..<place(in: whole)]) + [0xFF, 0xD9]) == .corruptSource)
            #expect(try code(whole) == nil)
        }

        // MARK: - PNG

        @Test(arguments: [1, 4, 11, 12, 13, 16])
        func aPNGWithAllItsPixelsIsWhole(_ missing: Int) throws {
            let whole = try png()
            // The last chunk has 12 bytes; before it, four are the checksum of the pixels.
            #expect(try code(whole.dropLast(missing)) == nil)
            #expect(try made() == pattern(3, 300, 200).samples)
        }

        @Test func aPNGThatIsCutOff() throws {
            let whole = try png()
            #expect(try code(whole.dropLast(17)) == .corruptSource)
            #expect(try code(Array(whole.prefix(whole.count / 2))) == .corruptSource)
            #expect(try code(Array(whole.prefix(30))) == .corruptSource)
        }

        @Test func whatThereIsOfAPNGIsShown() throws {
            let whole = try png()
            #expect(try code(Array(whole.prefix(whole.count / 2)), Way(), .accept) == nil)
            let (shown, expected) = (try made(), pattern(3, 300, 200).samples)
            #expect(shown.count == expected.count)
            #expect(shown.prefix(300 * 3 * 50) == expected.prefix(300 * 3 * 50))
            #expect(shown != expected)
        }

        /// There is no picture at all.
        @Test func nothingIsShownOfAHeader() throws {
            #expect(try code(Array(png().prefix(30)), Way(), .accept) == .corruptSource)
            #expect(try code(Array(jpeg().prefix(30)), Way(), .accept) == .corruptSource)
            #expect(try code(Array("no picture".utf8), Way(), .accept) == .unsupportedFormat)
        }
    }
}
