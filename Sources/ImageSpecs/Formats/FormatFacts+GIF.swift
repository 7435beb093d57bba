extension FormatFacts {
    static let gif = FormatFacts(
        reader: .own,
        extensions: [".gif"],
        mimeType: "image/gif",
        transparency: .binary,
        maxSide: 65_535,
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
