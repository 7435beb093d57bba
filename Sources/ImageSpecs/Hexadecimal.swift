/// Returns a number in lowercase hexadecimal digits, padded with zeros to `digits`: `00e9`.
package func hexadecimal(_ value: UInt32, digits: Int) -> String {
    let text = String(value, radix: 16)
    return String(repeating: "0", count: max(0, digits - text.count)) + text
}

/// Returns bytes in lowercase hexadecimal, two digits per byte.
package func hexadecimal(_ bytes: [UInt8]) -> String {
    let digits = Array(hexadecimalDigits.utf8)
    return String(decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
}

/// Returns whether a byte is a lowercase hexadecimal digit.
package func isHexadecimalDigit(_ byte: UInt8) -> Bool { hexadecimalDigits.utf8.contains(byte) }

private let hexadecimalDigits = "0123456789abcdef"
