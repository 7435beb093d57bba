import ImageSpecs
import RenderingTestSupport
import Testing
import WorkerProtocol

@testable import Pictures
@testable import Rendering
@testable import Vips

extension LibvipsSuite {
    /// The bytes of an output do not depend on the other outputs of its source.
    @Suite struct IndependenceTests {
        enum Source: String, CaseIterable, CustomTestStringConvertible {
            case baseline, progressive, fullColors, grey, cmyk, png, alpha, webp, sixteenBits

            var testDescription: String { rawValue }

            fileprivate func save(in folder: TemporaryFolder) throws {
                let picture = pattern(self == .grey ? 1 : self == .alpha || self == .cmyk ? 4 : 3, 211, 157)
                switch self {
                case .baseline: try folder.save(picture, "jpegsave", as: "a", ["Q": 90])
                case .progressive, .grey: try folder.save(picture, "jpegsave", as: "a", ["interlace": true])
                case .fullColors: try folder.save(picture, "jpegsave", as: "a", ["subsample_mode": "off"])
                case .cmyk: try folder.save(Image(picture, interpretation: "cmyk"), "jpegsave", as: "a")
                case .png, .alpha: try folder.save(picture, "pngsave", as: "a")
                case .webp: try folder.save(picture, "webpsave", as: "a")
                case .sixteenBits:
                    try folder.save(Image(picture).apply("colourspace", ["space": "rgb16"]), "pngsave", as: "a")
                }
            }
        }

        /// The specs: small and large reductions, a crop, an enlargement, the full picture, and other colours.
        private func specs() throws -> [ImageSpec] {
            var p3 = try spec(#"{"ResizeToFit": {"width": 45}}"#, format: "PNG")
            p3.extensions.colorProfile = .p3
            return try [
                spec(#"{"ResizeToFit": {"width": 10}}"#, format: "PNG"),
                spec(#"{"ResizeToFit": {"width": 45}}"#, format: "PNG"),
                spec(#"{"ResizeToFill": {"width": 30, "height": 30}}"#, format: "JPEG"),
                spec(#"{"SmartResize": {"width": 20, "height": 15}}"#, format: "PNG"),
                spec(#"{"ResizeToFit": {"width": 150}}"#, format: "PNG"),
                spec(#"{"Resize": {"width": 250, "height": 200}}"#, format: "PNG"),
                spec(format: "PNG"), p3,
            ]
        }

        @Test(arguments: Source.allCases)
        func aloneOrTogether(_ source: Source) throws {
            let folder = try TemporaryFolder()
            try source.save(in: folder)
            let specs = try specs()
            let indices = specs.indices
            #expect(Renderer.render(folder.job("a", specs)).codes == specs.map { _ in nil })
            let together = try indices.map { try folder.bytes("\($0).out") }
            for index in indices {
                #expect(Renderer.render(folder.job("a", [specs[index]])).codes == [nil])
                #expect(try folder.bytes("0.out") == together[index], "output \(index)")
                // The other outputs are in the registry, but they are up to date, so this run does not make them.
                #expect(Renderer.render(folder.job("a", specs, wanted: [index])).codes[index] == nil)
                #expect(try folder.bytes("\(index).out") == together[index], "output \(index)")
            }
        }
    }
}
