extension FormatFacts {
    static let bmp = FormatFacts(
        reader: .own,
        writer: .own,
        recognizes: { $0.has("BM") },
        extensions: [".bmp"],
        mimeType: "image/bmp",
        transparency: .flattened
    )
}
