/// A number in lowercase hexadecimal digits, filled with zeros to at least that many: `00e9`.
func hexadecimal(_ value: UInt32, digits: Int) -> String {
    let text = String(value, radix: 16)
    return String(repeating: "0", count: max(0, digits - text.count)) + text
}
