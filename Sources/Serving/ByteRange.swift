/// The header `Range` of a request (RFC 9110, 14.2).
package enum ByteRange: Equatable, Sendable {
    /// The complete file is sent. This is the result for no range, several ranges, and an invalid header, as the RFC
    /// permits.
    case all
    case part(Range<Int>)
    case unsatisfiable

    package init(_ header: String?, size: Int) {
        guard let header, let bounds = Self.bounds(header) else {
            self = .all
            return
        }
        switch bounds {
        case (nil, let count?):
            self = count == 0 || size == 0 ? .unsatisfiable : .part(max(0, size - count)..<size)
        case (let first?, let last):
            if let last, last < first {
                self = .all
            } else if first >= size {
                self = .unsatisfiable
            } else {
                self = .part(first..<(last.map { min($0, size - 1) } ?? size - 1) + 1)
            }
        case (nil, nil): self = .all
        }
    }

    private static func bounds(_ header: String) -> (first: Int?, last: Int?)? {
        guard let equals = header.firstIndex(of: "="), header[..<equals].lowercased() == "bytes" else { return nil }
        let parts = header[header.index(after: equals)...].split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 2 else { return nil }
        var numbers: [Int?] = []
        for part in parts {
            let digits = part.drop { $0 == " " }.prefix { $0 != " " }
            guard digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }),
                digits.count == part.filter({ $0 != " " }).count
            else { return nil }
            // A number that is larger than the largest integer exceeds the size of every file. So use the largest
            // integer.
            numbers.append(digits.isEmpty ? nil : Int(digits) ?? Int.max)
        }
        return (numbers[0], numbers[1])
    }
}
