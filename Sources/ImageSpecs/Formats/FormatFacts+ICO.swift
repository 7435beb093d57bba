extension FormatFacts {
    static let ico = FormatFacts(readOnlyBy: .own, recognizes: { $0.isIcon(kind: 1) })
}
