/// A number in lowercase hexadecimal digits, padded with zeros to this many: `00e9`.
package func hexadecimal(_ value: UInt32, digits: Int) -> String {
    let text = String(value, radix: 16)
    return String(repeating: "0", count: max(0, digits - text.count)) + text
}

/// Bytes in lowercase hexadecimal digits, two each.
package func hexadecimal(_ bytes: [UInt8]) -> String {
    let digits = Array(hexadecimalDigits.utf8)
    return String(decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
}

/// Whether a byte is a digit as the functions above write it.
package func isHexadecimalDigit(_ byte: UInt8) -> Bool { hexadecimalDigits.utf8.contains(byte) }

private let hexadecimalDigits = "0123456789abcdef"
