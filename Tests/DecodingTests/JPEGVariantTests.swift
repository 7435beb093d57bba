import Pictures
import RenderingTestSupport
import Testing
import WorkerProtocol

@testable import Decoding
@testable import Vips

extension LibvipsSuite {
    /// Variants of JPEG. The files follow the specification of the format (ITU-T T.81), and the expected colours are
    /// calculated by the definition of YCbCr.
    @Suite struct JPEGVariantTests {
        private let folder: TemporaryFolder

        init() throws { folder = try TemporaryFolder() }

        // The picture has two rows of three patches. The right and the lower edge of the picture cut through a block.
        private static let size = Size(width: 3 * JPEGFile.patch - 5, height: 2 * JPEGFile.patch - 3)
        private static let luma: [UInt8] = [60, 120, 180, 100, 140, 220]
        private static let blue: [UInt8] = [100, 160, 128, 90, 140, 128]
        private static let red: [UInt8] = [150, 110, 128, 140, 170, 120]

        private func file(_ components: [JPEGFile.Component]) -> JPEGFile {
            JPEGFile(Self.size.width, Self.size.height, columns: 3, components)
        }

        private func yCbCr(_ factors: [(across: Int, down: Int)] = [(1, 1), (1, 1), (1, 1)]) -> JPEGFile {
            file(
                zip(factors, [Self.luma, Self.blue, Self.red]).enumerated().map { index, part in
                    JPEGFile.Component(id: index + 1, across: part.0.across, down: part.0.down, part.1)
                }
            )
        }

        /// Returns the samples in the middle of each patch, because the colours of neighbouring patches mix at the
        /// edges.
        private func patches(_ bytes: [UInt8]) throws -> [[Int]] {
            let image = try folder.decoded(bytes)
            #expect(image.size == Self.size)
            let patches = try self.patches(image)
            // `JPEGDecoding` decodes the smaller sizes, and libvips the full size.
            for factor in [2, 4, 8] {
                let size = Size(width: Self.size.width / factor, height: Self.size.height / factor)
                expect(try self.patches(reduced(bytes, to: size)), patches)
            }
            return patches
        }

        private func patches(_ image: Image) throws -> [[Int]] {
            let pixels = try image.pixels()
            return (0..<6).map { patch in
                let x = (2 * (patch % 3) + 1) * JPEGFile.patch * pixels.width / (2 * Self.size.width)
                let y = (2 * (patch / 3) + 1) * JPEGFile.patch * pixels.height / (2 * Self.size.height)
                let index = (y * pixels.width + x) * pixels.bands
                return pixels.samples[index..<index + pixels.bands].map(Int.init)
            }
        }

        /// Returns the picture at a smaller size, made from the planes of `JPEGDecoding`.
        private func reduced(_ bytes: [UInt8], to size: Size) throws -> Image {
            let file = try SourceFile(path: folder.write(bytes, to: "reduced"), limits: Job.Limits())
            let request = PlanarJPEG.Request(target: size, margin: 2)
            let image = try PlanarJPEG(file, size: Self.size, [request])?.image(request)
            return try #require(image)
        }

        /// The colours of the patches by ITU-R BT.601 with the full range (JFIF 1.02).
        private static let colors: [[Int]] = (0..<6).map { patch in
            let (y, cb, cr) = (Double(luma[patch]), Double(blue[patch]) - 128, Double(red[patch]) - 128)
            return [y + 1.402 * cr, y - 0.344136 * cb - 0.714136 * cr, y + 1.772 * cb].map {
                min(max(Int($0.rounded()), 0), 255)
            }
        }

        private func expect(_ seen: [[Int]], _ colors: [[Int]], _ sourceLocation: SourceLocation = #_sourceLocation) {
            let isClose = zip(seen, colors).allSatisfy { zip($0, $1).allSatisfy { abs($0 - $1) <= 1 } }
            let counts = (seen.map(\.count), colors.map(\.count))
            #expect(counts.0 == counts.1 && isClose, "\(seen) and not \(colors)", sourceLocation: sourceLocation)
        }

        // MARK: - Sampling and scans

        struct Coding: CustomTestStringConvertible, Sendable {
            var isProgressive = false
            var restartInterval = 0

            var testDescription: String {
                (isProgressive ? "progressive" : "sequential") + (restartInterval > 0 ? ", with restarts" : "")
            }

            static let all = [
                Coding(), Coding(restartInterval: 1), Coding(restartInterval: 3), Coding(isProgressive: true),
                Coding(isProgressive: true, restartInterval: 2),
            ]
        }

        /// The sampling factors of luma and of the two colour differences.
        private static let samplings: [[(across: Int, down: Int)]] = [
            [(1, 1), (1, 1), (1, 1)], [(2, 1), (1, 1), (1, 1)], [(1, 2), (1, 1), (1, 1)], [(2, 2), (1, 1), (1, 1)],
            [(4, 1), (1, 1), (1, 1)], [(1, 4), (1, 1), (1, 1)], [(4, 2), (1, 1), (1, 1)], [(2, 4), (1, 1), (1, 1)],
            // The next three samplings are 4:2:2 with other factors, two colour differences of different sizes, and a
            // luma that is smaller than the colour differences.
            [(2, 2), (1, 2), (1, 2)], [(2, 2), (2, 1), (1, 2)], [(1, 1), (2, 2), (2, 2)],
        ]

        @Test(arguments: samplings.indices, Coding.all)
        func everySampling(_ index: Int, _ coding: Coding) throws {
            var file = yCbCr(Self.samplings[index])
            (file.isProgressive, file.restartInterval) = (coding.isProgressive, coding.restartInterval)
            expect(try patches(file.bytes), Self.colors)
        }

        /// Which outputs are made from planes must not depend on the other outputs.
        @Test func anOutputBesideOneThatExceedsTheLimit() throws {
            var file = yCbCr()
            file.isProgressive = true
            let source = try SourceFile(path: folder.write(file.bytes, to: "limited"), limits: Job.Limits())
            let requests = [2, 4].map { factor in
                let size = Size(width: Self.size.width / factor, height: Self.size.height / factor)
                return PlanarJPEG.Request(target: size, margin: 2)
            }
            // A component has 24 × 16 blocks. The larger output needs 64, 16, and 16 coefficients of the blocks, which
            // take 84,480 bytes. The smaller output needs 16, 4, and 4 coefficients, which take 29,952 bytes.
            let jpeg = try #require(PlanarJPEG(source, size: Self.size, requests, byteLimit: 50_000))
            #expect(!jpeg.hasSamples(for: requests[0]))
            let image = try jpeg.image(requests[1])
            expect(try patches(#require(image)), Self.colors)
        }

        /// If there is only one component, its sampling factors have no effect.
        @Test(arguments: Coding.all, [1, 2])
        func grey(_ coding: Coding, _ factor: Int) throws {
            var file = file([JPEGFile.Component(id: 1, across: factor, down: factor, Self.luma)])
            (file.isProgressive, file.restartInterval) = (coding.isProgressive, coding.restartInterval)
            expect(try patches(file.bytes), Self.luma.map { [Int($0)] })
        }

        // MARK: - Colour spaces

        private static let stored = (0..<6).map { [Int(luma[$0]), Int(blue[$0]), Int(red[$0])] }

        @Test func theAdobeSegmentNamesTheColours() throws {
            var file = yCbCr()
            file.head = JPEGFile.adobe(1)
            expect(try patches(file.bytes), Self.colors)
            file.head = JPEGFile.adobe(0)
            expect(try patches(file.bytes), Self.stored)
            // A JFIF segment means YCbCr, even if the Adobe segment says something else.
            file.head = JPEGFile.jfif + JPEGFile.adobe(0)
            expect(try patches(file.bytes), Self.colors)
        }

        /// If no segment names the colour space, the ids of the components determine it.
        @Test func componentsWithTheIdsRGB() throws {
            var file = yCbCr()
            for (index, name) in "RGB".utf8.enumerated() { file.components[index].id = Int(name) }
            expect(try patches(file.bytes), Self.stored)
            file.head = JPEGFile.jfif
            expect(try patches(file.bytes), Self.colors)
        }

        private static let black: [UInt8] = [10, 60, 110, 160, 210, 255]

        /// Adobe's programs store inks inverted.
        @Test(arguments: Coding.all)
        func inks(_ coding: Coding) throws {
            let values = [Self.luma, Self.blue, Self.red, Self.black]
            var file = file(values.enumerated().map { JPEGFile.Component(id: $0 + 1, $1) })
            (file.isProgressive, file.restartInterval) = (coding.isProgressive, coding.restartInterval)
            file.head = JPEGFile.adobe(0)
            expect(try patches(file.bytes), (0..<6).map { patch in values.map { 255 - Int($0[patch]) } })
        }

        /// The first three components are the YCbCr of an RGB colour, which is the complement of the stored inks. The
        /// stored inks are inverted, so the RGB values equal the inks. Black is stored inverted and is not converted.
        /// libjpeg's `jdcolor.c` does the same.
        @Test(arguments: [1, 2])
        func inksAsYCCK(_ factor: Int) throws {
            let factors = [factor, 1, 1, factor]
            let values = [Self.luma, Self.blue, Self.red, Self.black]
            var file = file(
                values.enumerated().map {
                    JPEGFile.Component(id: $0 + 1, across: factors[$0], down: factors[$0], $1)
                }
            )
            file.head = JPEGFile.adobe(2)
            let inks = (0..<6).map { patch in Self.colors[patch] + [255 - Int(Self.black[patch])] }
            expect(try patches(file.bytes), inks)
        }

        // MARK: - Segments

        /// Any number of bytes of 0xFF can precede a marker (T.81, B.1.1.2), and segments of any kind can precede the
        /// frame.
        @Test func segmentsThatMeanNothing() throws {
            var file = yCbCr()
            let unknown = (0xE3...0xED).flatMap { JPEGFile.segment($0, [1, 2, 3]) }
            file.head = JPEGFile.jfif + [0xFF, 0xFF] + JPEGFile.segment(0xFE, Array("A comment".utf8)) + unknown
            expect(try patches(file.bytes), Self.colors)
        }

        private func orientation(_ head: [UInt8]) throws -> Int {
            var file = yCbCr()
            file.head = head
            let limits = Job.Limits()
            return try Decoder(SourceFile(path: folder.write(file.bytes, to: "a"), limits: limits), limits: limits)
                .orientation
        }

        /// Returns an EXIF segment (EXIF 3.0, 4.5): a TIFF whose first directory has these entries.
        private func exif(_ entries: [UInt8]..., isLittleEndian: Bool = false, offset: Int = 8) -> [UInt8] {
            func number(_ value: Int, _ count: Int) -> [UInt8] {
                isLittleEndian ? little((value, count)) : little((value, count)).reversed()
            }
            let mark = Array((isLittleEndian ? "II" : "MM").utf8)
            let directory = number(entries.count, 2) + entries.flatMap { $0 } + number(0, 4)
            let data = mark + number(42, 2) + number(offset, 4) + directory
            return JPEGFile.segment(0xE1, Array("Exif".utf8) + [0, 0] + data)
        }

        private func entry(_ value: UInt8) -> [UInt8] { [1, 0x12, 0, 3, 0, 0, 0, 1, 0, value, 0, 0] }

        @Test(arguments: 1...8)
        func orientationInBothOrders(_ value: UInt8) throws {
            #expect(try orientation(exif(entry(value))) == Int(value))
            let reversed: [UInt8] = [0x12, 1, 3, 0, 1, 0, 0, 0, value, 0, 0, 0]
            #expect(try orientation(exif(reversed, isLittleEndian: true)) == Int(value))
        }

        @Test(arguments: [0, 9, 255] as [UInt8])
        func anOrientationThatIsNotDefinedIsUpright(_ value: UInt8) throws {
            #expect(try orientation(exif(entry(value))) == 1)
        }

        /// The EXIF segment follows a JFIF, an XMP, and another segment. The orientation follows another entry.
        @Test func exifCanFollowOtherSegments() throws {
            let xmp = JPEGFile.segment(0xE1, Array("http://ns.adobe.com/xap/1.0/".utf8) + [0] + Array("<x/>".utf8))
            // The entry is the width, with a value of 4 bytes.
            let width: [UInt8] = [1, 0, 0, 4, 0, 0, 0, 1, 0, 0, 0, 187]
            let other = JPEGFile.segment(0xED, Array("Photoshop 3.0".utf8) + [0])
            #expect(try orientation(JPEGFile.jfif + other + xmp + exif(width, entry(6))) == 6)
        }

        /// A broken EXIF directory is ignored, so the picture is still read.
        @Test func brokenEXIFIsIgnored() throws {
            #expect(try orientation(exif(entry(6), offset: 4000)) == 1)
            #expect(try orientation(Array(exif(entry(6)).prefix(4)) + [UInt8](repeating: 0, count: 30)) == 1)
            #expect(try orientation(JPEGFile.segment(0xE1, Array("Exif".utf8) + [0, 0])) == 1)
            #expect(try orientation(exif()) == 1)
            var file = yCbCr()
            file.head = exif(entry(3), offset: 4000)
            expect(try patches(file.bytes), Self.colors)
        }
    }
}
