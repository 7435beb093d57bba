extension FormatFacts {
    static let tiff = FormatFacts(
        reader: .libvips("tiff"),
        writer: .libvips("tiff"),
        recognizes: isTIFF,
        extensions: [".tif", ".tiff"],
        mimeType: "image/tiff",
        transparency: .flattened,
        metadataKinds: [.icc, .iptc, .xmp],
        options: [
            SaveOption(
                "compression",
                .choice(
                    [
                        "raw", "none", "tiff_lzw", "lzw", "tiff_adobe_deflate", "tiff_deflate", "deflate", "packbits",
                        "jpeg",
                        "tiff_jpeg", "webp", "zstd",
                    ].map(Value.string)
                ),
                default: .string("raw"),
                "`\"jpeg\"` and `\"webp\"` lose detail. The other values do not. `\"lzw\"`, `\"deflate\"`, and "
                    + "`\"none\"` are short for `\"tiff_lzw\"`, `\"tiff_adobe_deflate\"`, and `\"raw\"`."
            ),
            SaveOption(
                "quality",
                .number(1...100),
                default: .integer(75),
                "The quality of JPEG and WEBP compression. Higher values give larger files of better quality."
            ),
        ]
    )

    /// A TIFF with "CR" at offset 8 is a RAW photograph of a Canon camera. The first picture of such a file is only a
    /// preview, so the file is not read.
    private static func isTIFF(_ head: FileHead) -> Bool {
        let starts: [[UInt8]] = [
            [0x49, 0x49, 0x2A, 0], [0x4D, 0x4D, 0, 0x2A], [0x49, 0x49, 0x2B, 0], [0x4D, 0x4D, 0, 0x2B],
        ]
        return starts.contains { head.has($0) } && !head.has("CR", at: 8)
    }
}
