extension FormatFacts {
    static let png = FormatFacts(
        reader: .libvips("png"),
        writer: .libvips("png"),
        recognizes: { $0.has([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) },
        extensions: [".png", ".apng"],
        mimeType: "image/png",
        transparency: .kept,
        readsFrames: true,
        isCopiedWithoutMetadata: true,
        metadataKinds: [.icc, .xmp],
        options: [
            SaveOption("optimize", .flag, default: .bool(false), "Compresses with level 9."),
            SaveOption(
                "compress_level",
                .integer(0...9),
                default: .integer(6),
                "The level of zlib. Higher values give smaller files and take longer."
            ),
        ]
    )
}
