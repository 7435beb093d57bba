extension FormatFacts {
    static let gif = FormatFacts(
        reader: .own,
        extensions: [".gif"],
        mimeType: "image/gif",
        transparency: .binary,
        isAnimated: true,
        isCopiedWithoutMetadata: true,
        options: [
            SaveOption("optimize", .flag, "Accepted for compatibility, no effect."),
            SaveOption("interlace", .flag, default: .bool(false), "Shows the whole picture early, in passes."),
        ]
    )
}
