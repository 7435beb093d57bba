extension FormatFacts {
    static let jpeg2000 = FormatFacts(
        reader: .libvips("jp2k", isTrusted: false),
        extensions: [".jp2", ".j2k", ".jpc", ".jpf", ".jpx", ".j2c"],
        mimeType: "image/jp2",
        transparency: .flattened,
        hasQuality: true,
        options: [
            SaveOption(
                "quality",
                .number(1...100),
                "Higher values give larger files of better quality. Default: the file is lossless, unless `irreversible` is `true`."
            ),
            SaveOption(
                "irreversible",
                .flag,
                default: .bool(false),
                "Uses the lossy transform. Without `quality`, the default quality of libvips applies."
            ),
        ]
    )
}
