extension FormatFacts {
    static let bmp = FormatFacts(extensions: [".bmp"], mimeType: "image/bmp", transparency: .flattened)
}
