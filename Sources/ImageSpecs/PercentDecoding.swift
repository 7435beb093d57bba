/// Replaces each escape such as `%41` by the byte that it stands for.
/// - Parameters:
///   - refused: bytes whose escapes are refused. For example, an escaped slash in the name of a file would become a
///     separator.
///   - onlyComplete: whether an invalid escape such as `%4` or `%zz` is refused. If false, it stays unchanged, as in
///     browsers.
/// - Returns: nil if the text contains an escape that is refused.
package func percentDecoded(
    _ text: some Sequence<UInt8>,
    refusing refused: Set<UInt8> = [],
    onlyComplete: Bool = false
) -> [UInt8]? {
    let bytes = Array(text)
    var decoded: [UInt8] = []
    decoded.reserveCapacity(bytes.count)
    var index = 0
    while index < bytes.count {
        guard bytes[index] == UInt8(ascii: "%") else {
            decoded.append(bytes[index])
            index += 1
            continue
        }
        if index + 2 < bytes.count, let high = hexValue(bytes[index + 1]), let low = hexValue(bytes[index + 2]) {
            let byte = high << 4 | low
            guard !refused.contains(byte) else { return nil }
            decoded.append(byte)
            index += 3
        } else {
            guard !onlyComplete else { return nil }
            decoded.append(bytes[index])
            index += 1
        }
    }
    return decoded
}

/// Returns the value of a hexadecimal digit in ASCII; nil for other bytes.
private func hexValue(_ digit: UInt8) -> UInt8? {
    Character(Unicode.Scalar(digit)).hexDigitValue.flatMap(UInt8.init(exactly:))
}
