extension FormatFacts {
    static let jpeg2000 = FormatFacts(
        reader: .libvips("jp2k", isTrusted: false),
        writer: .libvips("jp2k"),
        recognizes: { head in
            // A raw codestream, or the signature box of a file (ITU T.800, A.4.1 and I.5.1).
            head.has([0xFF, 0x4F, 0xFF, 0x51])
                || head.has([0, 0, 0, 0x0C, 0x6A, 0x50, 0x20, 0x20, 0x0D, 0x0A, 0x87, 0x0A])
        },
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
