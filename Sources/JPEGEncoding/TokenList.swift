/// The tokens of a picture, before the codes are known. A token is a symbol and the bits that follow its code.
///
/// The codes depend on the frequencies of all symbols, so the tokens must be stored until all of them are known. A list
/// of tokens takes less memory than the coefficients of the picture. With this list, no coefficient is visited twice.
struct TokenList: ~Copyable {
    /// The table of a token's code.
    struct Table {
        /// 0 for luma, 1 for colour differences.
        let component: Int
        /// 0 for the first coefficient (DC), 1 for all others (AC).
        let kind: Int

        /// The index of the table's first symbol among the symbols of all tables.
        var start: Int { (2 * component + kind) * 256 }
    }

    /// The number of symbols in all four tables.
    static let symbolCount = 4 * 256

    /// For each token: bits 0 to 9 are the index of a symbol among the symbols of all tables, and bits 16 to 31 are the
    /// bits after the code. The low four bits of the symbol are the number of bits after the code.
    private var tokens: UnsafeMutablePointer<UInt32>
    private var capacity = 1 << 14
    private var count = 0
    private let counts: UnsafeMutablePointer<UInt32>

    init() {
        tokens = .allocate(capacity: capacity)
        counts = .allocate(capacity: Self.symbolCount)
        counts.initialize(repeating: 0, count: Self.symbolCount)
    }

    deinit {
        tokens.deallocate()
        counts.deallocate()
    }

    /// The tables of a picture, in the order of the file.
    static func tables(ofComponents count: Int) -> [Table] {
        (0..<min(count, 2)).flatMap { component in (0...1).map { Table(component: component, kind: $0) } }
    }

    /// Makes room for more tokens. This function is called once for several tokens, because a check for each token
    /// would take longer.
    @inline(__always)
    mutating func reserve(_ more: Int) {
        if capacity &- count < more { grow(count + more) }
    }

    private mutating func grow(_ least: Int) {
        let larger = max(2 * capacity, least)
        let moved = UnsafeMutablePointer<UInt32>.allocate(capacity: larger)
        moved.moveInitialize(from: tokens, count: count)
        tokens.deallocate()
        (tokens, capacity) = (moved, larger)
    }

    /// Adds a token. There must be room for it.
    /// - Parameters:
    ///   - symbol: the index of the symbol among the symbols of all tables. This method masks the index, so that it is
    ///     always in range.
    ///   - bits: the bits after the code.
    @inline(__always)
    mutating func append(_ symbol: Int, _ bits: Int = 0) {
        let index = symbol & (Self.symbolCount &- 1)
        counts[index] &+= 1
        tokens[count] = UInt32(truncatingIfNeeded: index) | UInt32(truncatingIfNeeded: bits) &<< 16
        count &+= 1
    }

    /// Calls `body` with all tokens.
    func withTokens<Value>(_ body: (UnsafeBufferPointer<UInt32>) -> Value) -> Value {
        body(UnsafeBufferPointer(start: tokens, count: count))
    }

    /// The frequencies of all symbols of all tables.
    var frequencies: [Int] { (0..<Self.symbolCount).map { Int(counts[$0]) } }
}
