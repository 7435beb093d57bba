extension FormatFacts {
    static let cur = FormatFacts(readOnlyBy: .own)
}
