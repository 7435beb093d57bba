extension FormatFacts {
    static let pdf = FormatFacts(readOnlyBy: .libvips("pdf", isTrusted: false), recognizes: { $0.has("%PDF-") })
}
