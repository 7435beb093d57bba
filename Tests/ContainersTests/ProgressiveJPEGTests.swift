import Foundation
import RenderingTestSupport
import Testing

@testable import Containers
@testable import Vips

extension LibvipsSuite {
    /// A progressive JPEG, decoded at an eighth of the size, gives identical pixels with and without the unneeded
    /// scans.
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
            let complete = try saved(picture, ["interlace": true, "subsample_mode": .string(subsampling)])
            let scans = try #require(ProgressiveJPEG.scansForAnEighth(of: complete))
            #expect(try atAnEighth(scans) == atAnEighth(complete))
        }

        @Test func fourInks() throws {
            let picture = try Image(pattern(4, 320, 250), interpretation: "cmyk")
            let complete = try saved(picture, ["interlace": true])
            #expect(try atAnEighth(#require(ProgressiveJPEG.scansForAnEighth(of: complete))) == atAnEighth(complete))
        }

        @Test func baselineIsNotChanged() throws {
            #expect(try ProgressiveJPEG.scansForAnEighth(of: saved(Image(pattern(3, 64, 64)), [:])) == nil)
        }

        /// The decoder must detect errors itself, so a broken file is not changed.
        @Test func incompleteFilesAreNotChanged() throws {
            let complete = try saved(Image(pattern(3, 128, 96)), ["interlace": true])
            for count in stride(from: 0, to: complete.count, by: 7) {
                #expect(ProgressiveJPEG.scansForAnEighth(of: Array(complete.prefix(count))) == nil)
            }
            // Without the last scan, the lowest bits of a coefficient are missing.
            let segments = Array(JPEGSegments(of: complete))
            let last = try #require(segments.last { $0.marker == JPEGSegments.Segment.startOfScan })
            #expect(
                ProgressiveJPEG.scansForAnEighth(
                    of: Array(complete[..<last.range.lowerBound] + complete[last.range.upperBound...])
                ) == nil
            )
        }
    }
}
