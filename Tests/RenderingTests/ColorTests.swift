import Foundation
import ImageSpecs
import RenderingTestSupport
import Testing
import WorkerProtocol

@testable import Containers
@testable import Rendering
@testable import Vips

extension LibvipsSuite {
    /// Tests of sources that are not in 8-bit sRGB.
    @Suite struct ColorTests {
        private func flat(_ color: [UInt8]) -> Pixels {
            Pixels(width: 24, height: 16, bands: color.count, samples: (0..<24 * 16).flatMap { _ in color })
        }

        /// Returns the first pixel of the PNG made from the source, at full size and reduced.
        private func rendered(_ folder: TemporaryFolder, _ name: String, keep: Bool = false) throws -> [[UInt8]] {
            var specs = [try spec(format: "PNG"), try spec(#"{"ResizeToFit": {"width": 9}}"#, format: "PNG")]
            if keep { for index in specs.indices { specs[index].extensions.colorProfile = .keep } }
            let outcome = Renderer.render(folder.job(name, specs))
            #expect(outcome.made.allSatisfy { $0 != nil }, "\(outcome.results)")
            return try specs.indices.map { index in
                let pixels = try folder.load("\(index).out").pixels()
                return Array(pixels.samples.prefix(pixels.bands))
            }
        }

        private func isClose(_ a: [UInt8], _ b: [UInt8], by tolerance: Int = 2) -> Bool {
            a.count == b.count && zip(a, b).allSatisfy { abs(Int($0) - Int($1)) <= tolerance }
        }

        @Test(arguments: PILKitExpectations.displayP3.indices)
        func followsProfiles(_ index: Int) throws {
            let (p3, srgb) = PILKitExpectations.displayP3[index]
            let folder = try TemporaryFolder()
            try folder.save(flat(p3), "pngsave", as: "a.png", ["profile": "p3"])
            for pixel in try rendered(folder, "a.png") { #expect(isClose(pixel, srgb), "\(pixel) \(srgb)") }
            #expect(!(try folder.load("0.out").has(field: "icc-profile-data")))
        }

        @Test(arguments: ["JPEG", "PNG", "WEBP", "TIFF"])
        func keptColoursKeepTheirProfile(_ format: String) throws {
            let color: [UInt8] = [200, 60, 50]
            let folder = try TemporaryFolder()
            try folder.save(flat(color), "pngsave", as: "a.png", ["profile": "p3"])
            for pixel in try rendered(folder, "a.png", keep: true) { #expect(pixel == color) }
            var spec = try spec(#"{"Crop": {"width": 8, "height": 8}}"#, format: format)
            spec.extensions.colorProfile = .keep
            #expect(Renderer.render(folder.job("a.png", [spec])).made.first != nil)
            #expect(
                try folder.load("0.out").blob(field: "icc-profile-data")
                    == folder.load("a.png").blob(field: "icc-profile-data")
            )
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder.file("tmp")).isEmpty)
        }

        @Test func sixteenBits() throws {
            let folder = try TemporaryFolder()
            let deep = try Image(flat([200, 60, 50])).apply("colourspace", ["space": "rgb16"])
            try folder.save(deep, "pngsave", as: "a.png")
            #expect(try folder.load("a.png").format == "ushort")
            for pixel in try rendered(folder, "a.png") { #expect(pixel == [200, 60, 50]) }
        }

        @Test func greyStaysGrey() throws {
            let folder = try TemporaryFolder()
            try folder.save(flat([77]), "pngsave", as: "a.png")
            for pixel in try rendered(folder, "a.png") { #expect(pixel == [77]) }
        }

        /// Without a profile, inks are converted as in Pillow: (255 - C) (255 - K) / 255.
        @Test(
            arguments: [([0, 200, 100, 30], [225, 49, 137]), ([255, 255, 255, 255], [0, 0, 0])] as [([UInt8], [UInt8])]
        )
        func inksWithoutAProfile(_ inks: [UInt8], _ plain: [UInt8]) throws {
            let folder = try TemporaryFolder()
            try folder.save(Image(flat(inks), interpretation: "cmyk"), "tiffsave", as: "a.tif")
            for keep in [false, true] {
                for pixel in try rendered(folder, "a.tif", keep: keep) {
                    #expect(isClose(pixel, plain, by: 1), "\(pixel)")
                }
            }
        }

        /// The inks have 16 bits and an alpha of 60 %.
        @Test(arguments: [false, true])
        func inksKeepTheirAlpha(_ hasProfile: Bool) throws {
            let folder = try TemporaryFolder()
            let pixel = [0, 0, 0, 0, 153].flatMap { little(($0 * 257, 2)) }
            var file = TIFFFile(24, 16, samples: 5, photometric: 5, (0..<24 * 16).flatMap { _ in pixel })
            (file.bits, file.extraSamples) = (16, [2])
            if hasProfile {
                let image = try Image(flat([1, 2, 3]))
                let inks = try image.apply("icc_transform", ["output_profile": "cmyk", "input_profile": "srgb"])
                file.profile = try #require(inks.blob(field: "icc-profile-data"))
            }
            try folder.write(file.bytes, to: "a.tif")
            for pixel in try rendered(folder, "a.tif") { #expect(isClose(pixel, [255, 255, 255, 153]), "\(pixel)") }
        }

        @Test func recognisesTheProfilesOfLibvips() throws {
            let folder = try TemporaryFolder()
            for (name, isSRGB) in [("srgb", true), ("p3", false)] {
                try folder.save(flat([1, 2, 3]), "pngsave", as: "a.png", ["profile": .string(name)])
                let profile = ICCProfile(bytes: try #require(try folder.load("a.png").blob(field: "icc-profile-data")))
                #expect(profile.isSRGB == isSRGB)
                #expect(profile.isFor(bands: 3))
                #expect(!profile.isFor(bands: 1))
            }
        }

        /// A crop gives a grey picture three bands, and WebP stores only colours. A grey profile does not fit them.
        @Test(
            arguments: [
                ("JPEG", [:]), ("PNG", [:]), ("WEBP", [:]), ("TIFF", ["compression": .string("webp")]),
            ] as [(String, [String: Value])]
        )
        func keptGreysKeepTheirCurve(_ format: String, _ options: [String: Value]) throws {
            let folder = try TemporaryFolder()
            let grey = try Image(flat([100])).inMemory()
            grey.set(field: "icc-profile-data", ICCProfile(greyCurve: .power(1.8)).bytes)
            try folder.save(grey, "jpegsave", as: "a.jpg", ["Q": 95])
            var specs = [try spec(format: format), try spec(#"{"Crop": {"width": 8, "height": 8}}"#, format: format)]
            for index in specs.indices {
                specs[index].options = options
                specs[index].extensions.colorProfile = .keep
            }
            #expect(Renderer.render(folder.job("a.jpg", specs)).codes == [nil, nil])
            for index in specs.indices {
                let made = try folder.load("\(index).out")
                let profile = ICCProfile(bytes: try #require(made.blob(field: "icc-profile-data")))
                #expect(profile.isFor(bands: made.bands))
                let seen = try made.apply("icc_transform", ["output_profile": "srgb", "embedded": true]).pixels()
                // The light is (100 / 255) ^ 1.8, which is the level 119 of sRGB.
                #expect(isClose(Array(seen.samples.prefix(3)), [119, 119, 119], by: 3), "\(seen.samples.prefix(3))")
            }
        }

        /// If only the container states the colour space, the output gets a profile for it.
        @Test func keptNumbersGetTheirProfile() throws {
            let folder = try TemporaryFolder()
            try folder.save(flat([200, 60, 50]), "pngsave", as: "a.png")
            try folder.insert(chunk: "cICP", [12, 13, 0, 1], intoPNG: "a.png")
            for pixel in try rendered(folder, "a.png", keep: true) { #expect(pixel == [200, 60, 50]) }
            let made = try folder.load("0.out")
            let seen = try made.apply("icc_transform", ["output_profile": "srgb", "embedded": true]).pixels()
            // The expected colour is converted from Display P3 to sRGB by the definitions of both colour spaces.
            #expect(isClose(Array(seen.samples.prefix(3)), [217, 42, 39]), "\(seen.samples.prefix(3))")
        }

        /// Without the cICP chunk, the copy of the original would have other colours.
        @Test func otherColorSpacesNeverUseTheOriginal() throws {
            let folder = try TemporaryFolder()
            try folder.save(flat([200, 60, 50]), "pngsave", as: "a.png", ["compression": 9])
            var spec = try spec(format: "PNG", options: ["compress_level": .integer(0)])
            spec.extensions.ifLarger = .keepOriginal
            #expect(Renderer.render(folder.job("a.png", [spec])).made.first??.notes.isOriginal == true)
            try folder.insert(chunk: "cICP", [12, 13, 0, 1], intoPNG: "a.png")
            #expect(Renderer.render(folder.job("a.png", [spec])).made.first??.notes.isOriginal == false)
            spec.extensions.colorProfile = .keep
            #expect(Renderer.render(folder.job("a.png", [spec])).made.first??.notes.isOriginal == true)
            #expect(String(decoding: try folder.bytes("0.out"), as: UTF8.self).contains("cICP"))
        }
    }
}
