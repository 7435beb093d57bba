extension FormatFacts {
    /// Pillow does not support JPEG XL, so the save options come from libvips.
    static let jxl = FormatFacts(
        reader: .libvips("jxl", isTrusted: false),
        writer: .libvips("jxl"),
        recognizes: { head in
            head.has([0xFF, 0x0A]) || head.has([0, 0, 0, 0x0C, 0x4A, 0x58, 0x4C, 0x20, 0x0D, 0x0A, 0x87, 0x0A])
        },
        extensions: [".jxl"],
        mimeType: "image/jxl",
        transparency: .kept,
        hasQuality: true,
        metadataKinds: [.icc],
        options: [
            SaveOption(
                "quality",
                .number(1...100),
                default: .integer(75),
                "Higher values give larger files of better quality."
            ),
            SaveOption("lossless", .flag, default: .bool(false), "Keeps every pixel as it is."),
            SaveOption(
                "effort",
                .integer(1...9),
                default: .integer(7),
                "Higher values give smaller files and take longer. `1` and `2` count as `3`."
            ),
        ]
    )
}
