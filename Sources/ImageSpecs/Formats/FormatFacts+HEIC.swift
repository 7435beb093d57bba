extension FormatFacts {
    static let heic = FormatFacts(readOnlyBy: .libvips("heif"))
}
