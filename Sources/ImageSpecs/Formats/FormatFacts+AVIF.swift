extension FormatFacts {
    static let avif = FormatFacts(
        reader: .libvips("heif"),
        writer: .libvips("heif"),
        recognizes: { FileTypeBox($0)?.format == .avif },
        extensions: [".avif", ".avifs"],
        mimeType: "image/avif",
        transparency: .kept,
        maxSide: 16_384,
        hasQuality: true,
        metadataKinds: [.copyright, .exif, .gps, .icc, .xmp],
        options: [
            SaveOption(
                "quality",
                .number(1...100),
                default: .integer(75),
                "Higher values give larger files of better quality."
            ),
            SaveOption(
                "subsampling",
                .choice(
                    [.integer(0), .integer(1), .integer(2)] + ["4:4:4", "4:2:2", "4:2:0"].map(Value.string)
                ),
                default: .string("4:2:0"),
                "The resolution of the colours. `0` and `1` (`\"4:4:4\"`, `\"4:2:2\"`) keep the full resolution. `2` "
                    + "(`\"4:2:0\"`) halves it."
            ),
            SaveOption(
                "speed",
                .integer(0...10),
                default: .integer(6),
                "Higher values encode faster and give slightly lower quality. `9` also gives larger files. `10` counts as "
                    + "`9`."
            ),
        ]
    )
}
