extension FormatFacts {
    static let webp = FormatFacts(
        reader: .libvips("webp"),
        writer: .libvips("webp"),
        recognizes: { $0.has("RIFF") && $0.has("WEBP", at: 8) },
        extensions: [".webp"],
        mimeType: "image/webp",
        transparency: .kept,
        maxSide: 16_383,
        readsFrames: true,
        isAnimated: true,
        hasQuality: true,
        isCopiedWithoutMetadata: true,
        metadataKinds: [.copyright, .exif, .gps, .icc, .xmp],
        options: [
            SaveOption(
                "quality",
                .number(1...100),
                default: .integer(80),
                "Higher values give larger files of better quality."
            ),
            SaveOption("lossless", .flag, default: .bool(false), "Keeps every pixel as it is."),
            SaveOption(
                "method",
                .integer(0...6),
                default: .integer(4),
                "Higher values give smaller files and take longer."
            ),
            SaveOption("alpha_quality", .number(0...100), default: .integer(100), "The quality of the transparency."),
            SaveOption(
                "exact",
                .flag,
                default: .bool(false),
                "Keeps the colours of transparent pixels, if the installed libvips supports this."
            ),
        ]
    )
}
