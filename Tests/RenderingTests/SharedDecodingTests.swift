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
            let first = WeakReference(to: try shared.picture(for: twice).image)
            #expect(first.image != nil)
            let full = WeakReference(to: try shared.picture(for: once).image)
            #expect(full.image == nil)
            let second = WeakReference(to: try shared.picture(for: twice).image)
            #expect(first.image == nil && second.image == nil)
        }

        /// `weak let` needs Swift 6.3, and the compiler warns about a `weak var` that never changes.
        private struct WeakReference {
            weak var image: Image?

            init(to image: Image) { self.image = image }
        }
    }
}
