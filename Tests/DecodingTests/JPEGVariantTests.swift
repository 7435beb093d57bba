import Pictures
import RenderingTestSupport
import Testing
import WorkerProtocol

@testable import Decoding
@testable import Vips

extension LibvipsSuite {
    /// Kinds of JPEG. Files are made by the definition of the format, and colours worked out by the definition of YCbCr.
    @Suite struct JPEGVariantTests {
        private let folder: TemporaryFolder

        init() throws { folder = try TemporaryFolder() }

        // Six patches: two rows of three. The last column and row are cut within a block.
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

        /// The samples of each patch in its middle, far from where the colours of neighbours mix.
        private func patches(_ bytes: [UInt8]) throws -> [[Int]] {
            let image = try folder.decoded(bytes)
            #expect(image.size == Self.size)
            let pixels = try image.pixels()
            return (0..<6).map { patch in
                let x = patch % 3 * JPEGFile.patch + JPEGFile.patch / 2
                let y = patch / 3 * JPEGFile.patch + JPEGFile.patch / 2
                let index = (y * pixels.width + x) * pixels.bands
                return pixels.samples[index..<index + pixels.bands].map(Int.init)
            }
        }

        /// ITU-R BT.601, full range (JFIF 1.02).
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

        /// Of luma, then of the two differences.
        private static let samplings: [[(across: Int, down: Int)]] = [
            [(1, 1), (1, 1), (1, 1)], [(2, 1), (1, 1), (1, 1)], [(1, 2), (1, 1), (1, 1)], [(2, 2), (1, 1), (1, 1)],
            [(4, 1), (1, 1), (1, 1)], [(1, 4), (1, 1), (1, 1)], [(4, 2), (1, 1), (1, 1)], [(2, 4), (1, 1), (1, 1)],
            // 4:2:2 in other words, differences of different sizes, and luma that is the smaller one.
            [(2, 2), (1, 2), (1, 2)], [(2, 2), (2, 1), (1, 2)], [(1, 1), (2, 2), (2, 2)],
        ]

        @Test(arguments: samplings.indices, Coding.all)
        func everySampling(_ index: Int, _ coding: Coding) throws {
            var file = yCbCr(Self.samplings[index])
            (file.isProgressive, file.restartInterval) = (coding.isProgressive, coding.restartInterval)
            expect(try patches(file.bytes), Self.colors)
        }

        /// The factors of the only component mean nothing.
        @Test(arguments: Coding.all, [1, 2])
        func grey(_ coding: Coding, _ factor: Int) throws {
            var file = file([JPEGFile.Component(id: 1, across: factor, down: factor, Self.luma)])
            (file.isProgressive, file.restartInterval) = (coding.isProgressive, coding.restartInterval)
            expect(try patches(file.bytes), Self.luma.map { [Int($0)] })
        }

        // MARK: - What the components mean

        private static let stored = (0..<6).map { [Int(luma[$0]), Int(blue[$0]), Int(red[$0])] }

        @Test func theAdobeSegmentNamesTheColours() throws {
            var file = yCbCr()
            file.head = JPEGFile.adobe(1)
            expect(try patches(file.bytes), Self.colors)
            file.head = JPEGFile.adobe(0)
            expect(try patches(file.bytes), Self.stored)
            // JFIF has no colours except YCbCr.
            file.head = JPEGFile.jfif + JPEGFile.adobe(0)
            expect(try patches(file.bytes), Self.colors)
        }

        /// Without a segment that names the colours, the names of the components do.
        @Test func componentsCalledRGB() throws {
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

        /// Luma and colour differences of RGB that is the complement of the inverted inks, which makes it the inks; black as it
        /// is. Libjpeg's `jdcolor.c` has the same.
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

        /// Any number of bytes of 255 may precede a marker (B.1.1.2), and segments of any kind the frame.
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

        /// EXIF 3.0, 4.5: a TIFF whose first directory has these entries.
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

        /// After JFIF, XMP and other segments, with other entries before it.
        @Test func exifNeedNotComeFirst() throws {
            let xmp = JPEGFile.segment(0xE1, Array("http://ns.adobe.com/xap/1.0/".utf8) + [0] + Array("<x/>".utf8))
            // The width, as a number of 4 bytes.
            let width: [UInt8] = [1, 0, 0, 4, 0, 0, 0, 1, 0, 0, 0, 187]
            let other = JPEGFile.segment(0xED, Array("Photoshop 3.0".utf8) + [0])
            #expect(try orientation(JPEGFile.jfif + other + xmp + exif(width, entry(6))) == 6)
        }

        /// A broken directory is not a reason to refuse the picture.
        @Test func brokenEXIFIsNone() throws {
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
