import Foundation
import ImageSpecs
import RenderingTestSupport
import Testing
import WorkerProtocol

@testable import Decoding
@testable import Containers
@testable import Rendering
@testable import Vips

extension LibvipsSuite {
    /// Tests which metadata of a source an output keeps and which it removes.
    @Suite struct MetadataTests {
        private static let xmp = """
            <x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:Description dc:rights="XMPRIGHTS" exif:GPSLatitude="52,XMPPLACE"> \
            <exif:GPSTimeStamp>XMPTIME</exif:GPSTimeStamp><exif:GPSAltitude/></rdf:Description></x:xmpmeta>
            """
        private static let marks = [
            "COPYRIGHTMARK", "ARTISTMARK", "MODELMARK", "COMMENTMARK", "PLACEMARK", "XMP", "adobe",
        ]

        /// Writes a photograph with a marker word in every kind of metadata.
        private func source(in folder: TemporaryFolder) throws {
            let image = try Image(pattern(3, 64, 48)).apply(
                "icc_transform",
                ["output_profile": "p3", "input_profile": "srgb"]
            ).inMemory()
            for (field, word) in [
                ("exif-ifd0-Copyright", "COPYRIGHTMARK"), ("exif-ifd0-Artist", "ARTISTMARK"),
                ("exif-ifd0-Model", "MODELMARK"), ("exif-ifd3-GPSMapDatum", "PLACEMARK"),
            ] {
                image.set(
                    field: field,
                    "\(word) (\(word), ASCII, \(word.count + 1) components, \(word.count + 1) bytes)"
                )
            }
            image.set(field: "exif-ifd0-ImageDescription", "COMMENTMARK (COMMENTMARK, ASCII, 12 components, 12 bytes)")
            image.set(field: "xmp-data", Array(Self.xmp.utf8))
            try folder.save(image, "jpegsave", as: "a.jpg", ["Q": 95])
            let written = String(decoding: try folder.bytes("a.jpg"), as: UTF8.self)
            for mark in Self.marks { #expect(written.contains(mark), "the source has no \(mark)") }
        }

        private func output(
            _ format: String,
            keeping kinds: [MetadataKind] = [],
            colors: SpecExtensions.ColorProfile = .srgb
        ) throws -> (text: String, image: Image) {
            let folder = try TemporaryFolder()
            try source(in: folder)
            var spec = try spec(#"{"ResizeToFit": {"width": 32}}"#, format: format)
            spec.extensions.keepMetadata = kinds
            spec.extensions.colorProfile = colors
            let outcome = Renderer.render(folder.job("a.jpg", [spec]))
            #expect(outcome.codes == [Outcome.Code?.none], "\(outcome.results)")
            return (String(decoding: try folder.bytes("0.out"), as: UTF8.self), try folder.load("0.out"))
        }

        @Test(arguments: ["JPEG", "PNG", "WEBP", "TIFF", "GIF", "AVIF", "BMP"])
        func nothingIsKeptByDefault(_ format: String) throws {
            let (text, image) = try output(format)
            for mark in Self.marks { #expect(!text.contains(mark), "\(mark)") }
            #expect(!image.has(field: "icc-profile-data"))
            #expect(!image.has(field: "exif-ifd3-GPSMapDatum"))
        }

        /// Each format stores texts in different locations.
        @Test(arguments: [
            ("pngsave", "PNG"), ("webpsave", "WEBP"), ("tiffsave", "TIFF"), ("gifsave", "GIF"), ("heifsave", "AVIF"),
        ])
        func everyFormatRemovesMetadata(_ saver: String, _ format: String) throws {
            let folder = try TemporaryFolder()
            let image = try Image(pattern(3, 64, 48)).inMemory()
            image.set(field: "image-description", "COMMENTMARK")
            image.set(field: "gif-comment", "COMMENTMARK")
            image.set(field: "exif-ifd0-Model", "MODELMARK (MODELMARK, ASCII, 10 components, 10 bytes)")
            image.set(field: "exif-ifd3-GPSMapDatum", "PLACEMARK (PLACEMARK, ASCII, 10 components, 10 bytes)")
            image.set(field: "xmp-data", Array(Self.xmp.utf8))
            do {
                try folder.save(image, saver, as: "a")
            } catch  where saver == "heifsave" {
                // By default, libheif encodes HEVC, which some builds cannot write.
                try folder.save(image, saver, as: "a", ["compression": "av1"])
            }
            if saver == "pngsave" {
                try folder.insert(chunk: "tEXt", Array("Comment\0COMMENTMARK".utf8), intoPNG: "a")
                let packet = Array(("XML:com.adobe.xmp\0\0\0\0\0" + Self.xmp).utf8)
                try folder.insert(chunk: "iTXt", packet, intoPNG: "a")
            }
            let marks = ["COMMENTMARK", "MODELMARK", "PLACEMARK", "XMPRIGHTS"]
            let written = String(decoding: try folder.bytes("a"), as: UTF8.self)
            // Check that the source has metadata. libvips does not write texts to a GIF.
            #expect(format == "GIF" || marks.contains { written.contains($0) })
            let specs = try [spec(format: format), spec(#"{"ResizeToFit": {"width": 32}}"#, format: "JPEG")]
            #expect(Renderer.render(folder.job("a", specs)).codes == [nil, nil])
            for name in ["0.out", "1.out"] {
                let made = String(decoding: try folder.bytes(name), as: UTF8.self)
                for mark in marks { #expect(!made.contains(mark), "\(name): \(mark)") }
            }
        }

        @Test(arguments: ["JPEG", "WEBP", "AVIF"])
        func onlyCopyright(_ format: String) throws {
            let (_, image) = try output(format, keeping: [.copyright])
            let fields = image.fields
            #expect(fields.contains("exif-ifd0-Copyright"))
            #expect(fields.contains("exif-ifd0-Artist"))
            #expect(!fields.contains("exif-ifd0-Model"))
            #expect(!fields.contains { $0.hasPrefix("exif-ifd3") || $0 == "xmp-data" || $0 == "icc-profile-data" })
        }

        @Test(arguments: ["JPEG", "WEBP", "AVIF"])
        func textsOfEXIFAreUnchanged(_ format: String) throws {
            let folder = try TemporaryFolder()
            // The texts are ASCII, as EXIF demands. libvips does not write other characters.
            let words = [
                "exif-ifd0-Copyright": "(c) 2026 A. Person (all rights)", "exif-ifd0-Artist": "A. Person (Studio)",
                "exif-ifd0-Model": "X (II)",
            ]
            let image = try Image(pattern(3, 64, 48)).inMemory()
            for (field, word) in words { image.set(field: field, "\(word) (ASCII)") }
            try folder.save(image, "jpegsave", as: "a.jpg", ["Q": 95])
            var spec = try spec(#"{"ResizeToFit": {"width": 32}}"#, format: format)
            spec.extensions.keepMetadata = [.exif]
            #expect(Renderer.render(folder.job("a.jpg", [spec])).codes == [nil])
            let (source, made) = (try folder.load("a.jpg"), try folder.load("0.out"))
            // libvips 8.18 writes a blank after a copyright.
            let short = try Image(pattern(3, 8, 8)).inMemory()
            short.set(field: "exif-ifd0-Copyright", "me (ASCII)")
            try folder.save(short, "jpegsave", as: "short.jpg")
            let addsBlank = try folder.load("short.jpg").text(field: "exif-ifd0-Copyright")?.hasPrefix("me  (") == true
            for (field, word) in words {
                let note = try #require(source.text(field: field))
                let blank = addsBlank && field == "exif-ifd0-Copyright" ? " " : ""
                #expect(note.hasPrefix(word + blank + " ("))
                #expect(made.text(field: field) == note)
            }
        }

        @Test(
            arguments: [
                ("me (me (Photographer) - [None] (Editor), ASCII, 3 components, 3 bytes)", "me"),
                // The value is "me", a zero byte, "you", and a zero byte.
                ("me (me (Photographer) - you (Editor), ASCII, 7 components, 7 bytes)", "me"),
                ("a (a) (a (a), ASCII, 6 components, 6 bytes)", "a (a)"),
                // The value has no zero byte at its end.
                ("A (B) (A (B), ASCII, 5 components, 5 bytes)", "A (B)"),
                ("1/100 (1/100 sec., Rational, 1 components, 8 bytes)", nil),
                ("Copyright Secret Person", nil),
                // libvips truncated the text of the value, so its end is missing and the text cannot be used.
                ("a, ASCII, -9223372036854775808 components, 3 b...", nil),
            ] as [(String, String?)]
        )
        func notesOfTextsAreRead(_ note: String, _ text: String?) {
            #expect(EXIFText.writable(note) == text.map { "\($0) (ASCII)" })
        }

        @Test(arguments: ["JPEG", "WEBP", "AVIF"])
        func exifHasNoLocation(_ format: String) throws {
            let (text, image) = try output(format, keeping: [.exif])
            #expect(text.contains("MODELMARK"))
            #expect(text.contains("COPYRIGHTMARK"))
            #expect(!text.contains("PLACEMARK"))
            #expect(image.int(field: "orientation") ?? 1 == 1)
        }

        @Test(arguments: ["JPEG", "PNG", "WEBP"])
        func xmpHasNoLocation(_ format: String) throws {
            let (text, image) = try output(format, keeping: [.xmp])
            let packet = String(decoding: try #require(image.blob(field: "xmp-data")), as: UTF8.self)
            #expect(packet.contains("XMPRIGHTS"))
            #expect(!packet.contains("GPS") && !packet.contains("XMPPLACE") && !packet.contains("XMPTIME"))
            #expect(!text.contains("MODELMARK"))
            // In a PNG, a location needs EXIF, which this spec does not keep.
            guard format != "PNG" else { return }
            let (_, whole) = try output(format, keeping: [.gps, .xmp])
            let locations = String(decoding: try #require(whole.blob(field: "xmp-data")), as: UTF8.self)
            #expect(locations.contains("52,XMPPLACE") && locations.contains("XMPTIME"))
        }

        @Test(arguments: ["JPEG", "PNG", "WEBP", "TIFF"])
        func profiles(_ format: String) throws {
            func profile(_ kinds: [MetadataKind], _ colors: SpecExtensions.ColorProfile) throws -> [UInt8]? {
                try output(format, keeping: kinds, colors: colors).image.blob(field: "icc-profile-data")
            }
            let p3 = try #require(try EmbeddedProfile.named("p3"))
            #expect(try profile([], .srgb) == nil)
            #expect(ICCProfile(bytes: try #require(try profile([.icc], .srgb))).isSRGB)
            #expect(try profile([], .p3) == p3)
            #expect(try profile([], .keep) == p3)
        }

        @Test func aProfileOfOtherColoursIsNotWritten() throws {
            let folder = try TemporaryFolder()
            try source(in: folder)
            var spec = try spec(#"{"Convert": {"mode": "L"}}"#, format: "JPEG")
            spec.extensions.colorProfile = .keep
            _ = Renderer.render(folder.job("a.jpg", [spec]))
            #expect(try folder.load("0.out").blob(field: "icc-profile-data") == nil)
        }

        /// The colours look the same, but their values differ, because each colour space has its own values for a
        /// colour.
        @Test func displayP3LooksTheSame() throws {
            let folder = try TemporaryFolder()
            try folder.save(pattern(3, 64, 48), "pngsave", as: "a.png")
            var spec = try spec(format: "PNG")
            spec.extensions.colorProfile = .p3
            _ = Renderer.render(folder.job("a.png", [spec]))
            let made = try folder.load("0.out")
            #expect(try made.pixels() != pattern(3, 64, 48))
            let back = try made.apply("icc_transform", ["output_profile": "srgb", "embedded": true]).pixels()
            let differences = zip(back.samples, pattern(3, 64, 48).samples).map { abs(Int($0.0) - Int($0.1)) }
            #expect(differences.max() ?? 0 <= 10)
            #expect(differences.reduce(0, +) <= differences.count)
        }
    }
}
