/// The changes of a file, in the format of `diff -U0`. The program `patch` accepts this format.
package struct UnifiedDiff {
    package let bytes: [UInt8]

    /// - Parameter edits: the edits in ascending order, without overlaps.
    package init(path: String, old: [UInt8], edits: [Edit]) {
        var bytes = Array("--- a/\(path)\n+++ b/\(path)\n".utf8)
        var counter = LineCounter(old)
        var addedLines = 0
        for hunk in Self.hunks(old, edits) {
            let first = counter.line(of: hunk.lines.lowerBound)
            let removed = Self.lines(old[hunk.lines])
            let moved = hunk.edits.map {
                Edit(
                    range: $0.range.lowerBound - hunk.lines.lowerBound..<$0.range.upperBound - hunk.lines.lowerBound,
                    replacement: $0.replacement
                )
            }
            let added = Self.lines(Array(old[hunk.lines]).applying(moved)[...])
            bytes += "@@ -\(first),\(removed.count) +\(first + addedLines),\(added.count) @@\n".utf8
            bytes += removed.flatMap { Self.marked("-", $0) } + added.flatMap { Self.marked("+", $0) }
            addedLines += added.count - removed.count
        }
        self.bytes = bytes
    }

    /// Groups edits that change the same lines into a hunk.
    private static func hunks(_ old: [UInt8], _ edits: [Edit]) -> [(lines: Range<Int>, edits: [Edit])] {
        var hunks: [(lines: Range<Int>, edits: [Edit])] = []
        for edit in edits {
            let end = old[edit.range.upperBound...].firstIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? old.count
            if let last = hunks.last, edit.range.lowerBound < last.lines.upperBound {
                hunks[hunks.count - 1] = (last.lines.lowerBound..<end, last.edits + [edit])
            } else {
                let start = old[..<edit.range.lowerBound].lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
                hunks.append((start..<end, [edit]))
            }
        }
        return hunks
    }

    /// Splits a text into lines. Each line includes its line feed.
    private static func lines(_ text: ArraySlice<UInt8>) -> [ArraySlice<UInt8>] {
        var lines: [ArraySlice<UInt8>] = []
        var rest = text
        while !rest.isEmpty {
            let end = rest.firstIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? rest.endIndex
            lines.append(rest[..<end])
            rest = rest[end...]
        }
        return lines
    }

    private static func marked(_ mark: String, _ line: ArraySlice<UInt8>) -> [UInt8] {
        let ends = line.last == UInt8(ascii: "\n")
        return Array(mark.utf8) + line + (ends ? [] : Array("\n\\ No newline at end of file\n".utf8))
    }
}
