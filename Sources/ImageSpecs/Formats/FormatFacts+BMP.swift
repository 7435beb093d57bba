extension FormatFacts {
    static let bmp = FormatFacts(reader: .own, extensions: [".bmp"], mimeType: "image/bmp", transparency: .flattened)
}
