extension JSONParser {
    /// Parses the number at the cursor, which starts with a minus sign or a digit.
    mutating func number() throws(JSONSyntaxError) -> JSONNode.Value {
        let start = cursor.index
        let position = cursor.position
        _ = cursor.take(UInt8(ascii: "-"))
        let firstDigit = cursor.next
        let wholeDigits = cursor.takeDigits()
        if wholeDigits == 0 { throw error(.missingDigits(after: "-")) }
        if firstDigit == UInt8(ascii: "0"), wholeDigits > 1 {
            throw JSONSyntaxError(kind: .leadingZero(excerpt(from: start)), position: position)
        }
        var isInteger = true
        if cursor.take(UInt8(ascii: ".")) {
            isInteger = false
            if cursor.takeDigits() == 0 { throw error(.missingDigits(after: excerpt(from: start))) }
        }
        if cursor.take(UInt8(ascii: "e")) || cursor.take(UInt8(ascii: "E")) {
            isInteger = false
            if !cursor.take(UInt8(ascii: "+")) { _ = cursor.take(UInt8(ascii: "-")) }
            if cursor.takeDigits() == 0 { throw error(.missingDigits(after: excerpt(from: start))) }
        }
        let text = cursor.text(from: start)
        if isInteger, let integer = Int(text) { return .integer(integer) }
        guard let number = Double(text), number.isFinite else {
            throw JSONSyntaxError(kind: .numberTooLarge(excerpt(from: start)), position: position)
        }
        return .number(number)
    }

    /// The text of a number as a message shows it: truncated to 30 characters.
    private func excerpt(from start: Int) -> String {
        let text = cursor.text(from: start)
        return text.utf8.count > 30 ? text.prefix(29) + "…" : text
    }
}
