extension FormatFacts {
    static let gif = FormatFacts(
        reader: .own,
        writer: .libvips("gif"),
        recognizes: { $0.has("GIF87a") || $0.has("GIF89a") },
        extensions: [".gif"],
        mimeType: "image/gif",
        transparency: .binary,
        maxSide: 65_535,
        readsFrames: true,
        isAnimated: true,
        isCopiedWithoutMetadata: true,
        options: [
            SaveOption("optimize", .flag, "Accepted for compatibility. It has no effect."),
            SaveOption(
                "interlace",
                .flag,
                default: .bool(false),
                "Browsers show the whole picture early and refine it while it loads."
            ),
        ]
    )
}
