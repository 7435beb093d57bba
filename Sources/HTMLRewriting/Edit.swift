/// A replacement for a range of bytes of a file.
package struct Edit: Sendable {
    package let range: Range<Int>
    package let replacement: [UInt8]

    package init(range: Range<Int>, replacement: [UInt8]) {
        self.range = range
        self.replacement = replacement
    }
}

extension [UInt8] {
    /// Returns the bytes after the edits. All bytes outside the ranges stay the same.
    /// - Parameter edits: the edits in ascending order, without overlaps.
    package func applying(_ edits: [Edit]) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(count + edits.reduce(0) { $0 + $1.replacement.count })
        var position = startIndex
        for edit in edits {
            result += self[position..<edit.range.lowerBound]
            result += edit.replacement
            position = edit.range.upperBound
        }
        return result + self[position...]
    }
}
