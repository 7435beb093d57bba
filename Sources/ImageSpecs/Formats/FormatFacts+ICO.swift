extension FormatFacts {
    static let ico = FormatFacts(readOnlyBy: .own)
}
