import Testing

@testable import ImageSpecs

@Suite struct FormatTests {
    @Test(arguments: ["JPEG", "jpeg", "Jpeg"]) func namesInAnyLetterCase(_ name: String) {
        #expect(ImageFormat(name: name) == .jpeg)
    }

    /// The expected extensions are the results of PILKit's `suggest_extension`.
    @Test(arguments: [
        ("a.jpg", ImageFormat.jpeg, ".jpg"), ("a.JPG", .jpeg, ".JPG"), ("a.jpeg", .jpeg, ".jpeg"),
        ("a.JpE", .jpeg, ".JpE"), ("a.jfif", .jpeg, ".jfif"), ("a.png", .jpeg, ".jpg"), ("a", .jpeg, ".jpg"),
        (".jpeg", .jpeg, ".jpg"), ("a.tiff", .tiff, ".tiff"), ("a.gif", .tiff, ".tif"), ("a.apng", .png, ".apng"),
        ("a.jpg", .webp, ".webp"), ("a.jpg", .avif, ".avif"), ("a.j2k", .jpeg2000, ".j2k"), ("a.heic", .avif, ".avif"),
        ("a.jpg", .jxl, ".jxl"),
    ])
    func suggestsExtension(_ source: String, _ format: ImageFormat, _ expected: String) {
        #expect(format.suggestedExtension(forSource: source) == expected)
    }

    /// The first bytes of a file in each format, from its specification.
    private static let heads: [(format: ImageFormat, bytes: [UInt8])] = [
        (.jpeg, [0xFF, 0xD8, 0xFF, 0xE0]), (.png, [0x89] + Array("PNG\r\n\u{1A}\n".utf8)),
        (.gif, Array("GIF87a".utf8)), (.gif, Array("GIF89a".utf8)),
        (.webp, Array("RIFF\u{1}\u{2}\u{3}\u{4}WEBPVP8 ".utf8)),
        (.tiff, Array("II*\0\u{8}\0\0\0".utf8)), (.tiff, Array("MM\0*\0\0\0\u{8}".utf8)),
        (.tiff, Array("II+\0\u{8}\0\0\0".utf8)),
        (.bmp, Array("BM".utf8)), (.avif, Array("\0\0\0\u{18}ftypavif\0\0\0\0mif1miaf".utf8)),
        (.avif, Array("\0\0\0\u{18}ftypmif1\0\0\0\0mif1avif".utf8)),
        (.heic, Array("\0\0\0\u{14}ftypmif1\0\0\0\0heic".utf8)), (.heic, Array("\0\0\0\u{10}ftypmif1\0\0\0\0".utf8)),
        (.jpeg2000, [0xFF, 0x4F, 0xFF, 0x51]), (.jpeg2000, Array("\0\0\0\u{C}jP  \r\n".utf8) + [0x87, 0x0A]),
        (.jxl, [0xFF, 0x0A]), (.jxl, Array("\0\0\0\u{C}JXL \r\n".utf8) + [0x87, 0x0A]),
        (.ico, [0, 0, 1, 0, 1, 0, 16, 16, 0, 0, 1, 0, 32, 0, 40, 4, 0, 0, 22, 0, 0, 0]),
        (.cur, [0, 0, 2, 0, 1, 0, 16, 16, 0, 0, 1, 0, 1, 0, 40, 4, 0, 0, 22, 0, 0, 0]),
        (.svg, Array("<svg xmlns='http://www.w3.org/2000/svg'/>".utf8)),
        (.svg, Array("\u{FEFF}\n<?xml version='1.0'?><!-- a drawing --><svg/>".utf8)), (.pdf, Array("%PDF-1.7".utf8)),
    ]

    @Test(arguments: heads) func aFormatIsRecognizedByItsFirstBytes(_ format: ImageFormat, _ bytes: [UInt8]) {
        #expect(ImageFormat.allCases.filter { $0.facts.recognizes(FileHead(bytes)) } == [format])
        #expect(ImageFormat(FileHead(bytes)) == format)
    }

    /// Docs/registry.md names the same formats in its section on animations.
    @Test func someFormatsHaveFrames() {
        #expect(ImageFormat.allCases.filter(\.readsFrames) == [.png, .gif, .webp])
        #expect(ImageFormat.allCases.filter(\.isAnimated) == [.gif, .webp])
    }

    @Test func everyFormatHasAHead() {
        #expect(Set(Self.heads.map(\.format)) == Set(ImageFormat.allCases))
    }

    /// A RAW photograph of a Canon camera, a Targa picture, a video, a short file, an empty file, and a web page.
    @Test(arguments: [
        Array("II*\0\u{10}\0\0\0CR".utf8), [0, 0, 2, 0] + [UInt8](repeating: 0, count: 30),
        Array("\0\0\0\u{14}ftypisom\0\0\0\0mp41".utf8), [0xFF, 0xD8], [], Array("<html>".utf8),
    ])
    func otherFilesAreNotRecognized(_ bytes: [UInt8]) {
        #expect(ImageFormat(FileHead(bytes)) == nil)
    }

    /// The values that Pillow 13 and libvips 8.14 accept. Pillow also accepts the `quality` 0, but 0 has no separate
    /// meaning there.
    @Test(
        arguments: [
            ("quality", .jpeg, Value.integer(0), false), ("quality", .jpeg, .integer(1), true),
            ("quality", .jpeg, .integer(100), true),
            ("quality", .jpeg, .double(72.5), true), ("quality", .jpeg, .string("keep"), true),
            ("quality", .jpeg, .string("web_high"), true), ("quality", .jpeg, .string("60"), false),
            ("quality", .jpeg, .integer(101), false), ("quality", .jpeg, .integer(-1), false),
            ("quality", .webp, .string("web_high"), false), ("quality", .tiff, .integer(0), false),
            ("quality", .tiff, .double(0.9), false), ("quality", .tiff, .integer(1), true),
            ("quality", .jpeg2000, .integer(0), false), ("alpha_quality", .webp, .integer(100), true),
            ("optimize", .jpeg, .bool(true), true), ("optimize", .jpeg, .integer(1), false),
            ("subsampling", .jpeg, .integer(0), true), ("subsampling", .jpeg, .string("4:1:1"), true),
            ("subsampling", .jpeg, .string("keep"), true), ("subsampling", .jpeg, .string("4:0:0"), false),
            ("subsampling", .jpeg, .string("4:1:0"), false), ("subsampling", .jpeg, .integer(3), false),
            ("subsampling", .avif, .string("4:1:1"), false), ("subsampling", .avif, .string("4:2:0"), true),
            ("method", .webp, .integer(6), true), ("method", .webp, .integer(7), false),
            ("method", .webp, .double(3.5), false), ("compress_level", .png, .integer(9), true),
            ("compress_level", .png, .integer(10), false), ("effort", .jxl, .integer(0), false),
            ("effort", .jxl, .integer(1), true), ("effort", .jxl, .integer(10), false),
            ("speed", .avif, .integer(10), true), ("speed", .avif, .integer(-1), false),
            ("compression", .tiff, .string("tiff_lzw"), true), ("compression", .tiff, .string("bogus"), false),
            ("compression", .tiff, .integer(1), false), ("vips", .bmp, .dictionary([:]), true),
            ("vips", .bmp, .bool(true), false),
        ] as [(String, ImageFormat, Value, Bool)]
    )
    func optionsTakeTheirValues(_ option: String, _ format: ImageFormat, _ value: Value, _ isTaken: Bool) {
        let problem = SaveOption.problem(option, value, format: format)
        #expect((problem == nil) == isTaken, "\(String(describing: problem))")
    }

    /// Each source can have another format, so the options must be valid for every format.
    @Test func aSpecWithoutFormatAcceptsOnlyValuesOfEveryFormat() {
        #expect(SaveOption.problem("quality", .integer(50), format: nil) == nil)
        #expect(SaveOption.problem("subsampling", .string("4:2:0"), format: nil) == nil)
        #expect(SaveOption.problem("quality", .integer(0), format: nil)?.description.contains("JPEG") == true)
        #expect(SaveOption.problem("quality", .string("low"), format: nil)?.description.contains("GIF") == false)
        #expect(SaveOption.problem("quality", .string("low"), format: nil)?.description.contains("WEBP") == true)
    }

    @Test func optionsBelongToFormats() {
        #expect(SaveOption.problem("qality", .integer(50), format: .jpeg) == .unknown("qality"))
        #expect(SaveOption.problem("quality", .integer(50), format: .png) == .notInFormat(.png))
    }

    @Test(
        arguments: [
            (.double(0.8), .jpeg, ": it is a percentage, so write 80"), (.double(0.555), .webp, "so write 56"),
            (.integer(0), .avif, ": write 1 for the smallest file"), (.string("80"), .webp, ": remove the quotes"),
        ] as [(Value, ImageFormat, String)]
    )
    func aWrongQualityIsReportedWithTheRemedy(_ value: Value, _ format: ImageFormat, _ remedy: String) {
        let message = SaveOption.problem("quality", value, format: format)?.description ?? ""
        #expect(message.hasSuffix(remedy), "\(message)")
    }

    @Test(arguments: [("jpg", ImageFormat.jpeg), ("JPG", .jpeg), ("tif", .tiff), ("jp2", .jpeg2000), ("WebP", .webp)])
    func anExtensionNamesAFormat(_ name: String, _ format: ImageFormat) { #expect(ImageFormat(name: name) == format) }

    @Test(arguments: ["heic", "pdf", "jpgg", "", ".jpg", "WEBP "]) func otherNamesAreNoFormats(_ name: String) {
        #expect(ImageFormat(name: name) == nil)
    }

    /// If an option rejected its own default, a registry could not contain the default.
    @Test(arguments: ImageFormat.written) func defaultsAreValues(_ format: ImageFormat) {
        for option in format.saveOptions {
            if let fallback = option.fallback { #expect(option.kind.accepts(fallback), "\(option.name)") }
        }
    }

    @Test func fieldsAreCheckedByTheirDefaults() {
        let field = { (fallback: Value) in Value.dictionary(["field": .string("q"), "default": fallback]) }
        #expect(SaveOption.problem("quality", field(.integer(50)), format: .jpeg) == nil)
        #expect(SaveOption.problem("quality", field(.integer(500)), format: .jpeg) != nil)
        #expect(SaveOption.problem("quality", .dictionary(["field": .string("q")]), format: .jpeg) == nil)
        #expect(SaveOption.problem("quality", .dictionary(["field": .integer(1)]), format: .jpeg) != nil)
    }
}
