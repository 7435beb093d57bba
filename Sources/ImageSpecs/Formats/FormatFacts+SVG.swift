extension FormatFacts {
    static let svg = FormatFacts(readOnlyBy: .libvips("svg", isTrusted: false))
}
