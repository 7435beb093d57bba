import RenderingTestSupport
import Testing

@testable import Containers
@testable import Decoding
@testable import Vips

extension LibvipsSuite {
    @Suite struct WebPSurplusTests {
        private let mark = Array("SECRETMARK".utf8)

        private func saved(_ image: Image, _ options: Arguments) throws -> [UInt8] {
            let folder = try TemporaryFolder()
            try folder.save(image, "webpsave", as: "a.webp", options)
            return try #require(WebPFile.withoutMetadata(folder.bytes("a.webp"), keepsProfile: false))
        }

        /// Even the smallest pictures of the usual encoders have no data after their codes.
        @Test(arguments: [3, 4], [(2, 1), (90, 61)])
        func usualFilesHaveNoSurplus(bands: Int, size: (width: Int, height: Int)) throws {
            let pictures = [
                try Image(pattern(bands, size.width, size.height)),
                try Operation.call(
                    "black",
                    ["width": .int(size.width), "height": .int(size.height)],
                    options: ["bands": .int(bands)]
                ),
            ]
            for picture in pictures {
                for options in [["lossless": true], ["Q": 1], ["Q": 100]] as [Arguments] {
                    #expect(try !WebPSurplus.exists(in: saved(picture, options)), "\(options)")
                }
            }
        }

        @Test(arguments: [
            (3, true, "VP8L"), (4, true, "VP8L"), (3, false, "VP8 "), (4, false, "VP8 "), (4, false, "ALPH"),
        ])
        func dataAfterTheCodesIsFound(bands: Int, isLossless: Bool, chunk: String) throws {
            let file = try saved(Image(pattern(bands, 90, 61)), ["lossless": .bool(isLossless)])
            #expect(WebPSurplus.exists(in: lengthened(file, chunk, by: mark)))
        }

        @Test(arguments: [(true, "VP8L"), (false, "VP8 "), (false, "ALPH")])
        func everyFrameIsSearched(isLossless: Bool, chunk: String) throws {
            let frames = try Image(pattern(4, 32, 96)).inMemory()
            frames.set(field: "page-height", 32)
            let file = try saved(frames, ["lossless": .bool(isLossless)])
            #expect(!WebPSurplus.exists(in: file))
            #expect(WebPSurplus.exists(in: lengthened(file, chunk, in: "ANMF", by: mark)))
        }
    }
}
