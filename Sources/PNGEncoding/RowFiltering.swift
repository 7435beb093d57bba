/// How the rows of a picture are filtered: all with the same filter, or each row with the filter that suits it best.
enum RowFiltering: CaseIterable {
    case none
    case sub
    case up
    case adaptive

    /// The filters that a row can get.
    var filters: [RowFilter] {
        switch self {
        case .none: [.none]
        case .sub: [.sub]
        case .up: [.up]
        case .adaptive: RowFilter.allCases
        }
    }
}
