import ImageSpecs
import RenderingTestSupport
import Testing
import WorkerProtocol

@testable import Decoding
@testable import Pictures
@testable import Rendering
@testable import Vips

extension LibvipsSuite {
    /// The memory of the pixels that outputs share.
    @Suite struct SharedDecodingTests {
        private let folder: TemporaryFolder

        init() throws {
            folder = try TemporaryFolder()
            try folder.save(pattern(3, 80, 60), "pngsave", as: "a.png")
        }

        private func request(_ target: Size?) -> PixelRequest {
            PixelRequest(target: target, treatment: .init(autorotate: true, colors: .srgb))
        }

        private func shared(_ requests: [PixelRequest]) throws -> SharedDecoding {
            let limits = Job.Limits()
            let file = try SourceFile(path: folder.file("a.png"), limits: limits)
            return SharedDecoding(try Decoder(file, limits: limits), requests: requests)
        }

        @Test func aPictureIsKeptUntilItsLastOutput() throws {
            let (twice, once) = (request(Size(width: 40, height: 30)), request(nil))
            let shared = try shared([twice, once, twice])
            weak var first = try shared.picture(for: twice).image
            #expect(first != nil)
            weak var full = try shared.picture(for: once).image
            #expect(full == nil)
            weak var second = try shared.picture(for: twice).image
            #expect(first == nil && second == nil)
        }
    }
}
