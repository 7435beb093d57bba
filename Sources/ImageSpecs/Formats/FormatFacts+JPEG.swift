extension FormatFacts {
    static let jpeg = FormatFacts(
        reader: .libvips("jpeg"),
        writer: .libvips("jpeg"),
        recognizes: { $0.has([0xFF, 0xD8, 0xFF]) },
        extensions: [".jpg", ".jpeg", ".jpe", ".jfif"],
        mimeType: "image/jpeg",
        transparency: .flattened,
        maxSide: 65_500,
        hasQuality: true,
        isCopiedWithoutMetadata: true,
        metadataKinds: MetadataKind.allCases,
        options: [
            SaveOption(
                "quality",
                .number(1...100, words: ["keep"] + JPEGPreset.allCases.map(\.rawValue)),
                default: .integer(75),
                "Higher values give larger files of better quality. `\"keep\"` stands for the default, because a "
                    + "processed image does not have the quantization tables of its source. A preset of Pillow also "
                    + "sets the subsampling."
            ),
            SaveOption(
                "optimize",
                .flag,
                "Computes Huffman tables for the image, which makes the file smaller. Default: `true` with autoconvert."
            ),
            SaveOption(
                "progressive",
                .flag,
                default: .bool(false),
                "Browsers show the whole picture early and refine it while it loads."
            ),
            SaveOption("progression", .flag, default: .bool(false), "Another name of `progressive`."),
            SaveOption(
                "subsampling",
                .choice(
                    [.integer(0), .integer(1), .integer(2), .integer(-1)]
                        + ["4:4:4", "4:2:2", "4:2:0", "4:1:1", "keep"].map(Value.string)
                ),
                default: .integer(2),
                "The resolution of the colours. `0` and `1` (`\"4:4:4\"`, `\"4:2:2\"`) keep the full resolution. `2` "
                    + "(`\"4:2:0\"`, `\"4:1:1\"`) halves it. `-1` and `\"keep\"` stand for the default."
            ),
        ]
    )
}
