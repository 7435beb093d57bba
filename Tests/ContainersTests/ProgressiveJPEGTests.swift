import Foundation
import RenderingTestSupport
import Testing

@testable import Containers
@testable import Vips

extension LibvipsSuite {
    /// A progressive JPEG without the scans that need not be read is, at an eighth of the size, the same picture to the bit.
    @Suite struct ProgressiveJPEGTests {
        private func atAnEighth(_ file: [UInt8]) throws -> Pixels {
            var operation = try Operation("jpegload_source")
            try operation.set("source", .source(Source(bytes: file)))
            try operation.set("shrink", 8)
            try operation.set("fail_on", "warning")
            try operation.build()
            return try operation.image().pixels()
        }

        private func saved(_ image: Image, _ options: Arguments) throws -> [UInt8] {
            let folder = try TemporaryFolder()
            try folder.save(image, "jpegsave", as: "a.jpg", options)
            return try folder.bytes("a.jpg")
        }

        @Test(arguments: [(3, 640, 400), (3, 641, 403), (1, 333, 517), (3, 23, 17), (3, 2100, 1300)], ["on", "off"])
        func samePixels(_ shape: (bands: Int, width: Int, height: Int), subsampling: String) throws {
            let picture = try Image(pattern(shape.bands, shape.width, shape.height))
            let whole = try saved(picture, ["interlace": true, "subsample_mode": .string(subsampling)])
            let scans = try #require(ProgressiveJPEG.scansForAnEighth(of: whole))
            #expect(try atAnEighth(scans) == atAnEighth(whole))
        }

        @Test func fourInks() throws {
            let picture = try Image(pattern(4, 320, 250), interpretation: "cmyk")
            let whole = try saved(picture, ["interlace": true])
            #expect(try atAnEighth(#require(ProgressiveJPEG.scansForAnEighth(of: whole))) == atAnEighth(whole))
        }

        @Test func baselineIsLeftAlone() throws {
            #expect(try ProgressiveJPEG.scansForAnEighth(of: saved(Image(pattern(3, 64, 64)), [:])) == nil)
        }

        /// A decoder shall find out for itself what is wrong.
        @Test func whatIsNotWholeIsLeftAlone() throws {
            let whole = try saved(Image(pattern(3, 128, 96)), ["interlace": true])
            for count in stride(from: 0, to: whole.count, by: 7) {
                #expect(ProgressiveJPEG.scansForAnEighth(of: Array(whole.prefix(count))) == nil)
            }
            // Without its last scan, a coefficient's lowest bits are not known.
            let segments = Array(JPEGSegments(of: whole))
            let last = try #require(segments.last { $0.marker == JPEGSegments.Segment.startOfScan })
            #expect(
                ProgressiveJPEG.scansForAnEighth(
                    of: Array(whole[..<last.range.lowerBound] + whole[last.range.upperBound...])
                ) == nil
            )
        }
    }
}
