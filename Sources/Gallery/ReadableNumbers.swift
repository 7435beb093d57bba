import ImageSpecs

/// Returns a number of bytes as text, such as `999 B`, `4.2 kB`, `640 kB`, or `1.2 GB`. Each unit is 1000 times the
/// next smaller unit.
func readableBytes(_ bytes: Int) -> String {
    guard bytes >= 1000 else { return "\(bytes) B" }
    var (value, unit) = (Double(bytes), 0)
    // Use the next unit from 999.5 on, because 999.5 is rounded to 1000.
    while value >= 999.5, unit < byteUnits.count - 1 {
        value /= 1000
        unit += 1
    }
    let tenths = Int((value * 10).rounded())
    let text = tenths < 100 ? "\(tenths / 10).\(tenths % 10)" : "\(Int(value.rounded()))"
    return "\(text) \(byteUnits[unit])"
}

private let byteUnits = ["B", "kB", "MB", "GB", "TB", "PB", "EB"]

/// Returns a count with its noun: `1 image`, `1,234 images`.
func readableCount(_ count: Int, _ noun: String) -> String {
    "\(grouped(count)) \(noun)\(count == 1 ? "" : "s")"
}
