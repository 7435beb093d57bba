import ImageSpecs
import RenderingTestSupport
import Testing
import WorkerProtocol

@testable import Decoding
@testable import Rendering
@testable import Vips

extension LibvipsSuite {
    /// Tests that truncated files are refused or, if they are accepted, shown as far as possible.
    @Suite struct TruncatedSourceTests {
        private let folder: TemporaryFolder

        init() throws { folder = try TemporaryFolder() }

        /// The kind of the JPEG, and the width of the output. For small widths, the decoder itself reduces the picture.
        struct Variant: CustomTestStringConvertible, Sendable {
            var isProgressive = false
            var width: Int?

            var testDescription: String {
                (isProgressive ? "progressive, " : "") + (width.map { "\($0) wide" } ?? "at full size")
            }

            static let all = [
                Variant(), Variant(isProgressive: true), Variant(width: 37), Variant(isProgressive: true, width: 37),
                Variant(width: 150),
            ]
        }

        private func jpeg(_ variant: Variant = Variant()) throws -> [UInt8] {
            try folder.save(
                pattern(3, 300, 200),
                "jpegsave",
                as: "complete.jpg",
                ["Q": 90, "interlace": .bool(variant.isProgressive)]
            )
            return try folder.bytes("complete.jpg")
        }

        private func png() throws -> [UInt8] {
            try folder.save(pattern(3, 300, 200), "pngsave", as: "complete.png")
            return try folder.bytes("complete.png")
        }

        /// - Returns: the code of the failure. It is nil if an image was made.
        private func code(_ bytes: [UInt8], _ variant: Variant = Variant(), _ truncated: Job.Truncated = .refuse) throws
            -> Outcome
            .Code?
        {
            try folder.write(bytes, to: "a")
            let processors = variant.width.map { [#"{"ResizeToFit": {"width": \#($0)}}"#] } ?? []
            let spec = ImageSpec(processors: try processors.map(processor), format: "PNG", options: nil)
            let outcome = Renderer.render(folder.job("a", [spec], limits: Job.Limits(truncated: truncated)))
            return try #require(outcome.codes.first)
        }

        private func made() throws -> [UInt8] { try folder.load("0.out").pixels().samples }

        /// Returns an offset in the entropy-coded data that is not in a marker and not before a stuffed byte.
        private func offset(in jpeg: [UInt8]) -> Int {
            var offset = jpeg.count / 2
            while jpeg[offset - 2...offset + 2].contains(0xFF) { offset += 1 }
            return offset
        }

        // MARK: - JPEG

        /// An output of an eighth of the size needs only the first scan, but a truncated source is refused for every output.
        @Test func truncatedScansThatASmallOutputSkips() throws {
            let variant = Variant(isProgressive: true, width: 15)
            let complete = try jpeg(variant)
            #expect(try code(complete, variant) == nil)
            #expect(try code(Array(complete[..<offset(in: complete)]), variant) == .corruptSource)
            // Data after the end marker, as in the photographs of some phones, does not make a file incomplete.
            #expect(try code(complete + [0, 1, 2], variant) == nil)
        }

        /// An upload can end exactly where a scan ends.
        @Test(arguments: [nil, 15, 37]) func truncatedBetweenScans(_ width: Int?) throws {
            let variant = Variant(isProgressive: true, width: width)
            let complete = try jpeg(variant)
            let scans = complete.indices.dropLast().filter { complete[$0] == 0xFF && complete[$0 + 1] == 0xDA }
            #expect(scans.count > 2)
            for scan in scans.dropFirst() {
                // The tables of a scan stand between it and the former scan. They can be present without the scan.
                #expect(try code(Array(complete[..<scan]), variant) == .corruptSource)
                #expect(try code(Array(complete[..<scan]), variant, .accept) == nil)
            }
        }

        @Test(arguments: Variant.all) func truncatedJPEGs(_ variant: Variant) throws {
            let complete = try jpeg(variant)
            let truncatedFile = Array(complete[..<offset(in: complete)])
            #expect(try code(complete, variant) == nil)
            #expect(try code(truncatedFile, variant) == .corruptSource)
            // Some programs append an end marker to a truncated file.
            #expect(try code(truncatedFile + [0xFF, 0xD9], variant) == .corruptSource)
            // An invalid marker ends the scan.
            #expect(
                try code(truncatedFile + [0xFF, 0x55] + complete[(truncatedFile.count + 2)...], variant)
                    == .corruptSource
            )
        }

        @Test(arguments: Variant.all) func jpegsWithoutEndMarkerAreComplete(_ variant: Variant) throws {
            let complete = try jpeg(variant)
            #expect(try code(complete, variant) == nil)
            let expected = try made()
            #expect(try code(complete.dropLast(2), variant) == nil)
            #expect(try made() == expected)
            // Bytes after the end are not part of the picture.
            #expect(try code(complete + [1, 2, 3], variant) == nil)
            #expect(try made() == expected)
        }

        @Test(arguments: [false, true]) func truncatedJPEGsAreShownIfAccepted(_ isClosed: Bool) throws {
            let complete = try jpeg()
            #expect(try code(complete, Variant(), .accept) == nil)
            let expected = try made()
            let truncatedFile = Array(complete[..<offset(in: complete)])
            #expect(try code(truncatedFile + (isClosed ? [0xFF, 0xD9] : []), Variant(), .accept) == nil)
            let shown = try made()
            #expect(shown.count == expected.count)
            // The first third of the rows must be complete, because it is far above the point at which the data is
            // truncated.
            #expect(shown.prefix(300 * 3 * 66) == expected.prefix(300 * 3 * 66))
            #expect(shown != expected)
        }

        /// A failure must not affect the next picture of the same worker.
        @Test func theNextPictureIsComplete() throws {
            let complete = try jpeg()
            #expect(try code(Array(complete[..<offset(in: complete)]) + [0xFF, 0xD9]) == .corruptSource)
            #expect(try code(complete) == nil)
        }

        // MARK: - PNG

        @Test(arguments: [1, 4, 11, 12, 13, 16])
        func pngsWithAllPixelsAreComplete(_ missing: Int) throws {
            let complete = try png()
            // The last chunk has 12 bytes. The four bytes before it are the checksum of the pixels.
            #expect(try code(complete.dropLast(missing)) == nil)
            #expect(try made() == pattern(3, 300, 200).samples)
        }

        @Test func truncatedPNGs() throws {
            let complete = try png()
            #expect(try code(complete.dropLast(17)) == .corruptSource)
            #expect(try code(Array(complete.prefix(complete.count / 2))) == .corruptSource)
            #expect(try code(Array(complete.prefix(30))) == .corruptSource)
        }

        @Test func truncatedPNGsAreShownIfAccepted() throws {
            let complete = try png()
            #expect(try code(Array(complete.prefix(complete.count / 2)), Variant(), .accept) == nil)
            let (shown, expected) = (try made(), pattern(3, 300, 200).samples)
            #expect(shown.count == expected.count)
            #expect(shown.prefix(300 * 3 * 50) == expected.prefix(300 * 3 * 50))
            #expect(shown != expected)
        }

        // MARK: - WebP

        private func shown(_ bytes: [UInt8]) throws -> [UInt8] {
            try folder.decoded(bytes, .accept).pixels().samples
        }

        @Test(arguments: [false, true], [0.3, 0.6, 0.9])
        func completeRowsOfATruncatedWebPAreShown(_ isLossless: Bool, _ share: Double) throws {
            let options: Arguments = ["lossless": .bool(isLossless), "Q": 90]
            try folder.save(pattern(3, 300, 200), "webpsave", as: "whole.webp", options)
            let whole = try folder.bytes("whole.webp")
            let expected = try folder.decoded(whole).pixels().samples
            let cut = Array(whole.prefix(Int(Double(whole.count) * share)))
            #expect(folder.failure(cut)?.code == .corruptSource)
            let seen = try shown(cut)
            #expect(seen.count == expected.count && seen != expected)
            let rows = Int(200 * share / 3)
            #expect(seen.prefix(300 * 3 * rows) == expected.prefix(300 * 3 * rows))
        }

        /// A truncated animation is shown up to the frame whose pixels are truncated.
        @Test func completeFramesOfATruncatedWebP() throws {
            let strip = try Image(pattern(3, 60, 160)).inMemory()
            strip.set(field: "page-height", 40)
            try folder.save(strip, "webpsave", as: "whole.webp", ["lossless": true])
            let whole = try folder.bytes("whole.webp")
            let starts = whole.indices.filter { whole[$0...].starts(with: "ANMF".utf8) }
            #expect(starts.count == 4)
            let frame = 60 * 40 * 3
            // The files end in the pixels of the third frame, before these pixels, between two frames, and in the
            // header of the third frame.
            for (end, count) in [(starts[3] - 40, 3), (starts[2] + 20, 2), (starts[2], 2), (starts[2] + 5, 2)] {
                let cut = Array(whole.prefix(end))
                #expect(folder.failure(cut)?.code == .corruptSource)
                let seen = try folder.decoded(cut, .accept, allFrames: true)
                #expect(seen.height == 40 * count)
                let expected = pattern(3, 60, 160).samples.prefix(frame * 2)
                #expect(try seen.withoutAlphaBand().pixels().samples.prefix(frame * 2) == expected)
            }
            #expect(folder.failure(Array(whole.prefix(starts[0] + 20)), .accept)?.code == .corruptSource)
        }

        /// A file that ends before its first pixel is refused, even if truncated files are accepted.
        @Test func headersWithoutPixelsAreCorrupt() throws {
            #expect(try code(Array(png().prefix(30)), Variant(), .accept) == .corruptSource)
            #expect(try code(Array(jpeg().prefix(30)), Variant(), .accept) == .corruptSource)
            #expect(try code(Array("no picture".utf8), Variant(), .accept) == .unsupportedFormat)
        }
    }
}
