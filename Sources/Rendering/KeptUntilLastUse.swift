/// Values that are kept in memory until their last use, such as pictures that several outputs share.
struct KeptUntilLastUse<Key: Hashable, Value> {
    /// For each key, the number of uses that have not begun yet.
    private var uses: [Key: Int]
    private var values: [Key: Value] = [:]

    init(uses: [Key: Int]) { self.uses = uses }

    /// Begins a use. A kept value is removed at its last use.
    /// - Returns: the kept value, and whether this use is the last one. If no value is kept and this use is not the
    ///   last one, make the value and call `keep`.
    mutating func use(_ key: Key) -> (value: Value?, isLast: Bool) {
        uses[key, default: 1] -= 1
        let isLast = uses[key, default: 0] <= 0
        defer { if isLast { values[key] = nil } }
        return (values[key], isLast)
    }

    mutating func keep(_ value: Value, for key: Key) { values[key] = value }
}
