extension FormatFacts {
    static let jpeg = FormatFacts(
        reader: .libvips("jpeg"),
        extensions: [".jpg", ".jpeg", ".jpe", ".jfif"],
        mimeType: "image/jpeg",
        transparency: .flattened,
        hasQuality: true,
        isCopiedWithoutMetadata: true,
        metadataKinds: MetadataKind.allCases,
        options: [
            SaveOption(
                "quality",
                .number(0...100, words: ["keep"] + JPEGPreset.allCases.map(\.rawValue)),
                default: .integer(75),
                "From small to fine. 0 is encoded as 1, and `\"keep\"` as the default: a processed image has no tables to keep. "
                    + "A preset of Pillow sets the subsampling too."
            ),
            SaveOption(
                "optimize",
                .flag,
                "Computes Huffman tables for the image: a smaller file. Default: `true` with autoconvert."
            ),
            SaveOption("progressive", .flag, default: .bool(false), "Shows the whole picture early, in passes."),
            SaveOption("progression", .flag, default: .bool(false), "Another name of `progressive`."),
            SaveOption(
                "subsampling",
                .choice(
                    [.integer(0), .integer(1), .integer(2), .integer(-1)]
                        + ["4:4:4", "4:2:2", "4:2:0", "4:1:1", "keep"].map(Value.string)
                ),
                default: .integer(2),
                "Resolution of the colours. `0` and `1` (`\"4:4:4\"`, `\"4:2:2\"`) keep it, `2` (`\"4:2:0\"`, `\"4:1:1\"`) halves it. "
                    + "`-1` and `\"keep\"` are the default."
            ),
        ]
    )
}
