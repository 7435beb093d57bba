import JPEGEncoding
import RenderingTestSupport
import Testing

@testable import Vips

extension LibvipsSuite {
    /// Compares encoded pictures with libjpeg's.
    @Suite struct LibjpegTests {
        private let picture: Pixels = {
            let samples = (0..<203 * 117).map { index in
                let (x, y) = (index % 203, index / 203)
                return UInt8((x * x + y * y) / 200 % 180 + (x / 31 + y / 17) % 3 * 30 + index * 7919 % 11)
            }
            return Pixels(width: 203, height: 117, bands: 1, samples: samples)
        }()

        private func encoded(_ quality: Int) -> [UInt8] {
            let plane = JPEGComponent(width: picture.width, height: picture.height, samples: picture.samples)
            return JPEGEncoder(quality: quality).encode([plane], isSubsampled: true)
        }

        private func encodedByLibjpeg(_ quality: Int) throws -> [UInt8] {
            let target = try Target()
            var operation = try Operation("jpegsave_target")
            try operation.set("target", .target(target))
            try operation.set("in", .image(Image(picture)))
            try operation.set("Q", .int(quality))
            try operation.set("optimize_coding", true)
            try operation.set("strip", true)
            try operation.build()
            return try target.bytes()
        }

        /// The size differs by at most a hundredth, and the segments before the Huffman tables are the same.
        @Test(arguments: [1, 10, 49, 50, 75, 92, 100])
        func filesAreLikeThoseOfLibjpeg(quality: Int) throws {
            let (own, theirs) = (encoded(quality), try encodedByLibjpeg(quality))
            let tables = 2 + 69
            let frame = 13
            #expect(own.prefix(tables + frame) == theirs.prefix(tables + frame))
            #expect(abs(own.count - theirs.count) * 100 <= theirs.count, "\(own.count) and \(theirs.count) bytes")
        }

        @Test func libjpegDecodesTheSamples() throws {
            var operation = try Operation("jpegload_source")
            try operation.set("source", .source(Source(bytes: encoded(100))))
            try operation.build()
            let decoded = try operation.image().pixels()
            #expect(decoded.width == picture.width && decoded.height == picture.height)
            let largest = zip(decoded.samples, picture.samples).map { abs(Int($0) - Int($1)) }.max() ?? 255
            #expect(largest <= 2)
        }
    }
}
