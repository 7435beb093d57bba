extension FormatFacts {
    static let tiff = FormatFacts(
        reader: .libvips("tiff"),
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
}
