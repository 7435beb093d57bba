/// The decimal number with the fewest digits that represents a floating-point number: `digits` × 10^`exponent`. Swift
/// and Python choose the same digits, but they write them in different forms.
package struct ShortestDecimal {
    private let sign: String
    /// The digits without zeros at the start and at the end. The digits of zero are `0`.
    private let digits: String
    private let exponent: Int

    /// - Parameter number: a finite number.
    package init(_ number: Double) {
        sign = number.sign == .minus ? "-" : ""
        let parts = number.magnitude.description.split(separator: "e")
        let mantissa = parts[0].split(separator: ".")
        let all = mantissa.joined()
        let end = all.lastIndex { $0 != "0" }
        digits = end.map { String(all[...$0].drop { $0 == "0" }) } ?? "0"
        let fraction = mantissa.dropFirst().reduce(0) { $0 + $1.count }
        // All digits of zero are 0. For zero, count only the zeros of the fraction, so that the exponent becomes 0.
        let zeros = end.map { all.distance(from: $0, to: all.endIndex) - 1 } ?? fraction
        exponent = (parts.count > 1 ? Int(parts[1]) ?? 0 : 0) - fraction + zeros
    }

    /// The number of digits before the decimal point. It is negative if zeros follow the point.
    private var point: Int { digits.count + exponent }

    /// Whether Python's `repr` writes the number with an exponent.
    private var isScientific: Bool { !(-3...16).contains(point) }

    /// The text that Python's `repr` returns, such as `1.5`, `2.0`, and `1e+16`.
    var representation: String {
        guard isScientific else { return exponent < 0 ? plain : plain + ".0" }
        let fraction = digits.count > 1 ? ".\(digits.dropFirst())" : ""
        let power = String(abs(point - 1))
        return "\(sign)\(digits.prefix(1))\(fraction)e\(point < 1 ? "-" : "+")\(power.count < 2 ? "0" : "")\(power)"
    }

    /// The text that a variable of Django prints. Django writes a number with an exponent only if the number of its
    /// significant digits plus the absolute value of `exponent` is more than 200 (`django.utils.numberformat`).
    package var output: String {
        isScientific && digits.count + abs(exponent) <= 200 ? plain : representation
    }

    /// The text without an exponent.
    private var plain: String {
        func zeros(_ count: Int) -> String { String(repeating: "0", count: count) }
        if exponent >= 0 { return sign + digits + zeros(exponent) }
        if point <= 0 { return sign + "0." + zeros(-point) + digits }
        return "\(sign)\(digits.prefix(point)).\(digits.dropFirst(point))"
    }
}
