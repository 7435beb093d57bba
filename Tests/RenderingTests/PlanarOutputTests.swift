import ImageSpecs
import RenderingTestSupport
import Testing
import WorkerProtocol

@testable import Decoding
@testable import Pictures
@testable import Rendering
@testable import Vips

extension LibvipsSuite {
    /// JPEGs that are encoded from the planes of a JPEG look like those that are encoded from RGB.
    @Suite struct PlanarOutputTests {
        /// Smooth colours without symmetry, so that a wrong turn or a shift of the colours is visible.
        private func source(_ bands: Int) -> Pixels {
            let (width, height) = (322, 203)
            var samples: [UInt8] = []
            for y in 0..<height {
                for x in 0..<width {
                    let hill = 4 * x * (width - x) / width
                    samples += [20 + x / 2, 20 + y, hill / 2].prefix(bands).map { UInt8($0) }
                }
            }
            return Pixels(width: width, height: height, bands: bands, samples: samples)
        }

        /// Makes a JPEG from planes and a PNG from RGB, and returns the mean difference of their samples.
        private func difference(_ folder: TemporaryFolder, _ source: String, _ size: Size?) throws -> Double {
            try difference(
                folder,
                source,
                size.map { [#"{"Resize": {"width": \#($0.width), "height": \#($0.height)}}"#] } ?? []
            )
        }

        private func difference(_ folder: TemporaryFolder, _ source: String, _ steps: [String]) throws -> Double {
            let options: [String: Value] = ["quality": .integer(95)]
            let specs = try ["JPEG", "PNG"].map { format in
                ImageSpec(
                    processors: try steps.map(processor),
                    format: format,
                    options: format == "JPEG" ? options : nil
                )
            }
            #expect(Renderer.render(folder.job(source, specs)).codes == [nil, nil])
            let images = try ["0.out", "1.out"].map { try folder.load($0) }
            #expect(images[0].size == images[1].size && images[0].bands == images[1].bands)
            let samples = try images.map { try $0.pixels().samples }
            let differences = zip(samples[0], samples[1]).map { abs(Int($0) - Int($1)) }
            return Double(differences.reduce(0, +)) / Double(differences.count)
        }

        /// Sizes with even and odd sides. Half of the source has odd sides too.
        private static let sizes: [Size?] = [
            nil, Size(width: 161, height: 101), Size(width: 80, height: 51), Size(width: 37, height: 40),
        ]

        @Test(arguments: 1...8, sizes)
        func turnedPicturesLookLikeThoseInRGB(_ orientation: Int, _ size: Size?) throws {
            let folder = try TemporaryFolder()
            let image = try Image(source(3)).apply("copy")
            image.set(field: "orientation", orientation)
            try folder.save(image, "jpegsave", as: "a.jpg", ["Q": 95])
            let difference = try difference(folder, "a.jpg", size)
            #expect(difference < 1.5, "\(difference)")
        }

        /// Crops at even and odd columns and rows, after a resize and without one.
        private static let crops = [
            #"{"ResizeToFill": {"width": 61, "height": 61}}"#,
            #"{"ResizeToFill": {"width": 50, "height": 80, "anchor": [0.77, 0]}}"#,
            #"{"ResizeToFill": {"width": 90, "height": 20, "anchor": "br"}}"#,
            #"{"Crop": {"width": 121, "height": 90, "anchor": [0.33, 0.41]}}"#,
        ]

        @Test(arguments: [1, 3, 6, 8], crops)
        func croppedPicturesLookLikeThoseInRGB(_ orientation: Int, _ crop: String) throws {
            let folder = try TemporaryFolder()
            let image = try Image(source(3)).apply("copy")
            image.set(field: "orientation", orientation)
            try folder.save(image, "jpegsave", as: "a.jpg", ["Q": 95])
            let difference = try difference(folder, "a.jpg", [crop])
            #expect(difference < 1.5, "\(difference)")
        }

        /// A crop to a fixed part needs no RGB samples. A crop that depends on the pixels needs RGB samples, and a step
        /// after the crop needs them too.
        @Test(
            arguments: zip(
                [
                    crops.prefix(1), crops.suffix(1), [#"{"SmartResize": {"width": 20, "height": 20}}"#],
                    crops.prefix(1) + [#"{"Adjust": {"contrast": 1.1}}"#],
                    [#"{"ResizeCanvas": {"width": 400, "height": 50}}"#],
                ].map(Array.init),
                [true, true, false, false, false]
            )
        )
        func fixedCropsNeedNoRGB(_ steps: [String], _ isPlanar: Bool) throws {
            let folder = try TemporaryFolder()
            try folder.save(source(3), "jpegsave", as: "a.jpg")
            let limits = Job.Limits()
            let decoder = try Decoder(SourceFile(path: folder.file("a.jpg"), limits: limits), limits: limits)
            let spec = ImageSpec(processors: try steps.map(processor), format: "JPEG")
            #expect((RenderedOutput(Job.Output(spec: spec, target: nil), decoder).request.planes != nil) == isPlanar)
            var unprepared = spec
            unprepared.autoconvert = false
            #expect(RenderedOutput(Job.Output(spec: unprepared, target: nil), decoder).request.planes == nil)
        }

        /// As in PILKit, a crop makes a grey picture coloured.
        @Test func aCroppedGreyPictureBecomesColored() throws {
            let folder = try TemporaryFolder()
            try folder.save(source(1), "jpegsave", as: "a.jpg")
            let specs = try [Self.crops[0], #"{"Resize": {"width": 61, "height": 61}}"#].map { step in
                ImageSpec(processors: [try processor(step)], format: "JPEG")
            }
            #expect(Renderer.render(folder.job("a.jpg", specs)).codes == [nil, nil])
            #expect(try ["0.out", "1.out"].map { try folder.load($0).bands } == [3, 1])
        }

        @Test(arguments: ["on", "off"], [1, 3])
        func everySourceLooksLikeInRGB(_ subsampling: String, _ bands: Int) throws {
            let folder = try TemporaryFolder()
            try folder.save(source(bands), "jpegsave", as: "a.jpg", ["Q": 95, "subsample_mode": .string(subsampling)])
            for size in Self.sizes {
                let difference = try difference(folder, "a.jpg", size)
                #expect(difference < 1.5, "\(String(describing: size)): \(difference)")
            }
        }
    }
}
