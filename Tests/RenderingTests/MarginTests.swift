import ImageSpecs
import RenderingTestSupport
import Testing
import WorkerProtocol

@testable import Decoding
@testable import Pictures
@testable import Rendering

extension LibvipsSuite {
    /// An output is made from a picture with larger sides: at least eight times the sides of the output if a step needs
    /// detail, and at least twice otherwise.
    @Suite struct MarginTests {
        /// Both processors first resize a picture of 400×300 pixels to 27×20.
        private static let processors = [
            (#"{"SmartResize": {"width": 20, "height": 20}}"#, 8),
            (#"{"ResizeToFill": {"width": 20, "height": 20}}"#, 2),
        ]

        private func folder() throws -> TemporaryFolder {
            let folder = try TemporaryFolder()
            try folder.save(pattern(3, 400, 300), "pngsave", as: "a.png")
            return folder
        }

        @Test(arguments: processors) func dependsOnTheNextStep(_ processor: String, _ margin: Int) throws {
            let folder = try folder()
            let limits = Job.Limits()
            let decoder = try Decoder(SourceFile(path: folder.file("a.png"), limits: limits), limits: limits)
            let request = RenderedOutput(Job.Output(spec: try spec(processor), target: nil), decoder).request
            #expect(request.target == Size(width: 27, height: 20))
            #expect(request.margin == margin)
        }
    }
}
