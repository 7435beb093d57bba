extension FormatFacts {
    static let jpeg2000 = FormatFacts(
        reader: .libvips("jp2k", isTrusted: false),
        extensions: [".jp2", ".j2k", ".jpc", ".jpf", ".jpx", ".j2c"],
        mimeType: "image/jp2",
        transparency: .flattened,
        hasQuality: true,
        options: [
            SaveOption("quality", .number(1...100), "From small to fine. Default: lossless."),
            SaveOption(
                "irreversible",
                .flag,
                default: .bool(false),
                "Uses the lossy transform, with the quality of libvips if there is no `quality`."
            ),
        ]
    )
}
