extension FormatFacts {
    static let heic = FormatFacts(readOnlyBy: .libvips("heif"), recognizes: { FileTypeBox($0)?.format == .heic })
}
