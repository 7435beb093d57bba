extension FormatFacts {
    static let cur = FormatFacts(readOnlyBy: .own, recognizes: { $0.isIcon(kind: 2) })
}
