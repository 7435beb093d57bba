import Testing

@testable import ImageSpecs

@Suite struct FormatTests {
    @Test(arguments: ["JPEG", "jpeg", "Jpeg"]) func namesInAnyLetterCase(_ name: String) {
        #expect(ImageFormat(name: name) == .jpeg)
    }

    /// File extensions are no formats' names.
    @Test(arguments: ["jpg", "tif", "", "WEBP "]) func otherNames(_ name: String) {
        #expect(ImageFormat(name: name) == nil)
    }

    /// PILKit's `suggest_extension`.
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

    @Test func everyOptionHasAKind() {
        for option in SaveOption.known { #expect(SaveOption.kind(of: option) != nil, "\(option)") }
    }

    @Test(arguments: [
        ("optimize", Value.bool(true), true), ("optimize", .integer(1), false), ("quality", .integer(60), true),
        ("quality", .double(72.5), true), ("quality", .string("60"), false),
        ("quality", .integer(101), false), ("quality", .integer(-1), false), ("alpha_quality", .integer(100), true),
        ("method", .integer(6), true),
        ("method", .integer(7), false), ("subsampling", .integer(0), true), ("subsampling", .string("4:2:0"), true),
        ("subsampling", .string("4:1:0"), false), ("subsampling", .integer(3), false),
        ("compression", .string("tiff_lzw"), true), ("vips", .dictionary([:]), true), ("vips", .bool(true), false),
    ])
    func optionsTakeTheirValues(_ option: String, _ value: Value, _ isTaken: Bool) throws {
        #expect(try #require(SaveOption.kind(of: option)).accepts(value) == isTaken)
    }
}
