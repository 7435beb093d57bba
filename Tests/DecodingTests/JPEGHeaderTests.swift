import Foundation
import Pictures
import RenderingTestSupport
import Testing
import Vips
import WorkerProtocol

@testable import Decoding

extension LibvipsSuite {
    /// `JPEGHeader` reads the same values as libvips, and refuses each file whose metadata breaks a rule.
    @Suite struct JPEGHeaderTests {
        private let folder: TemporaryFolder

        init() throws {
            LibvipsSuite.started
            folder = try TemporaryFolder()
        }

        /// Returns the values that are read without libvips, or nil if the file is refused. The values must equal the
        /// values that libvips reads.
        private func header(_ bytes: [UInt8], _ sourceLocation: SourceLocation = #_sourceLocation) throws
            -> HeaderFacts?
        {
            let path = try folder.write(bytes, to: "a.jpg")
            guard let header = JPEGHeader(of: try SourceFile(path: path, limits: Job.Limits())) else { return nil }
            let facts = HeaderFacts(header)
            let image = try Operation.call("jpegload", ["filename": .string(path)])
            #expect(facts == HeaderFacts(image), sourceLocation: sourceLocation)
            return facts
        }

        /// A JPEG in YCbCr with these segments.
        private func file(_ segments: [UInt8]...) -> [UInt8] {
            var file = JPEGFile(
                130,
                70,
                columns: 3,
                (1...3).map { JPEGFile.Component(id: $0, [9, 90, 180, 9, 90, 180]) }
            )
            file.head = segments.flatMap { $0 }
            return file.bytes
        }

        /// An entry of a TIFF directory: a tag, a type, a count, and a value of 16 bits.
        private typealias Entry = (tag: Int, type: Int, count: Int, value: Int)

        private func exif(
            _ entries: [Entry],
            isLittle: Bool = true,
            magic: Int = 42,
            offset: Int = 8,
            count: Int? = nil
        ) -> [UInt8] {
            func number(_ value: Int, _ length: Int) -> [UInt8] {
                let bytes = (0..<length).map { UInt8(value >> (8 * $0) & 0xFF) }
                return isLittle ? bytes : bytes.reversed()
            }
            var data = Array("Exif\0\0".utf8) + Array((isLittle ? "II" : "MM").utf8)
            data += number(magic, 2) + number(offset, 4) + number(count ?? entries.count, 2)
            for entry in entries {
                data += number(entry.tag, 2) + number(entry.type, 2) + number(entry.count, 4) + number(entry.value, 2)
                data += [0, 0]
            }
            return JPEGFile.segment(0xE1, data + [0, 0, 0, 0])
        }

        private func orientation(_ value: Int) -> Entry { (0x0112, 3, 1, value) }

        private let xmp = JPEGFile.segment(0xE1, Array("http://ns.adobe.com/xap/1.0/\0<x:xmpmeta/>".utf8))

        @Test(arguments: 0...9, [true, false])
        func theOrientationIsRead(_ value: Int, _ isLittle: Bool) throws {
            let camera: Entry = (0x0100, 3, 1, 130)
            let bytes = file(xmp, exif([camera, orientation(value), (0x9999, 3, 1, 3)], isLittle: isLittle))
            #expect(try header(bytes)?.orientation == (1...8 ~= value ? value : 1))
        }

        @Test func aFileWithoutOrientationIsUpright() throws {
            for bytes in [file(), file(xmp), file(JPEGFile.jfif), file(exif([])), file(exif([(0x0100, 3, 1, 130)]))] {
                #expect(try header(bytes)?.orientation == 1)
            }
        }

        @Test func irregularEXIFIsRefused() throws {
            let six = orientation(6)
            let irregular = [
                exif([six]) + exif([orientation(3)]), exif([six, orientation(3)]), exif([(0x0112, 4, 1, 6)]),
                exif([(0x0112, 3, 2, 6)]), exif([six], magic: 43), exif([six], offset: 9_000), exif([six], count: 2),
                JPEGFile.segment(0xE1, Array("Exif\0x".utf8) + exif([six]).dropFirst(10)),
                JPEGFile.segment(0xE1, Array("Exif\0\0II".utf8)),
            ]
            for (index, segments) in irregular.enumerated() { #expect(try header(file(segments)) == nil, "\(index)") }
        }

        private func profile(_ bytes: [UInt8], _ number: UInt8, of count: UInt8) -> [UInt8] {
            JPEGFile.segment(0xE2, Array("ICC_PROFILE\0".utf8) + [number, count] + bytes)
        }

        @Test func profilesInSeveralPartsAreRead() throws {
            #expect(try header(file(profile([1, 2, 3], 1, of: 1)))?.profile == [1, 2, 3])
            let parts = profile([1, 2], 1, of: 2) + profile([3], 2, of: 2)
            #expect(try header(file(xmp, parts))?.profile == [1, 2, 3])
            let other = JPEGFile.segment(0xE2, Array("MPF\0".utf8) + [1, 2, 3])
            #expect(try header(file(other))?.profile == nil)
        }

        @Test func irregularProfilesAreRefused() throws {
            let irregular = [
                profile([3], 2, of: 2) + profile([1, 2], 1, of: 2), profile([1, 2], 1, of: 2), profile([1], 0, of: 1),
                profile([1], 1, of: 1) + profile([2], 1, of: 1), profile([], 1, of: 1),
                JPEGFile.segment(0xE2, Array("ICC_PROFILEx".utf8) + [1, 1, 1, 2, 3]),
            ]
            for (index, segments) in irregular.enumerated() { #expect(try header(file(segments)) == nil, "\(index)") }
        }

        @Test func theKindOfSamplesIsRead() throws {
            func header(_ ids: [Int], _ head: [UInt8] = []) throws -> HeaderFacts? {
                var file = JPEGFile(64, 60, columns: 1, ids.map { JPEGFile.Component(id: $0, [100]) })
                file.head = head
                return try self.header(file.bytes)
            }
            #expect(try header([1])?.samples.interpretation == "b-w")
            #expect(try header([1, 2, 3])?.samples.interpretation == "srgb")
            #expect(try header([1, 2, 3, 4], JPEGFile.adobe(0))?.samples.interpretation == "cmyk")
            #expect(try header([1, 2, 3, 4], JPEGFile.adobe(2))?.samples.bands == 4)
            // Programs do not agree on the meaning of these inks.
            #expect(try header([1, 2, 3, 4]) == nil)
        }

        /// libjpeg refuses these headers, so libvips must report what is wrong with them.
        @Test func headersThatLibjpegRefusesAreRefused() throws {
            let bytes = JPEGFile(64, 64, columns: 1, [JPEGFile.Component(id: 1, [100])]).bytes
            let frame = try #require(bytes.indices.dropLast().first { bytes[$0] == 0xFF && bytes[$0 + 1] == 0xC0 })
            #expect(try header(bytes) != nil)
            for (offset, values) in [(5, [0xFF, 0xDD]), (7, [0xFF, 0xDD]), (11, [0x01]), (11, [0x51])] {
                var changed = bytes
                for (index, value) in values.enumerated() { changed[frame + offset + index] = UInt8(value) }
                #expect(try header(changed) == nil, "\(offset)")
                #expect(folder.failure(changed) != nil)
            }
        }
    }
}
