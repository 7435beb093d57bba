/// The changes of a file, in the format of `diff -u`. The program `patch` accepts this format.
package struct UnifiedDiff {
    package private(set) var bytes: [UInt8]

    /// The number of unchanged lines before and after a change.
    private static let contextCount = 3

    /// Neighbouring lines that are replaced.
    private struct Change {
        /// The indices of the removed lines.
        var lines: ClosedRange<Int>
        var edits: [Edit]
    }

    /// - Parameter edits: the edits in ascending order, without overlaps.
    package init(path: String, old: [UInt8], edits: [Edit]) {
        // A tab marks the end of a path with spaces, as in the output of `diff -u`. Without it, `patch` would end the
        // path at the first space.
        let end = path.utf8.contains(UInt8(ascii: " ")) ? "\t\n" : "\n"
        bytes = Array("--- a/\(path)\(end)+++ b/\(path)\(end)".utf8)
        let lines = Self.lines(old[...])
        var addedCount = 0
        for hunk in Self.hunks(Self.changes(lines, edits)) {
            let start = max(0, hunk[0].lines.lowerBound - Self.contextCount)
            let end = min(lines.count, hunk[hunk.count - 1].lines.upperBound + 1 + Self.contextCount)
            var body: [UInt8] = []
            var line = start
            var newCount = end - start
            for change in hunk {
                let removed = lines[change.lines]
                let added = Self.lines(Self.applying(change.edits, to: removed)[...])
                body += lines[line..<change.lines.lowerBound].flatMap { Self.marked(" ", $0) }
                body += removed.flatMap { Self.marked("-", $0) } + added.flatMap { Self.marked("+", $0) }
                line = change.lines.upperBound + 1
                newCount += added.count - removed.count
            }
            body += lines[line..<end].flatMap { Self.marked(" ", $0) }
            let oldCount = end - start
            bytes += "@@ -\(start + 1),\(oldCount) +\(start + 1 + addedCount),\(newCount) @@\n".utf8
            bytes += body
            addedCount += newCount - oldCount
        }
    }

    /// Groups edits that change the same lines.
    private static func changes(_ lines: [ArraySlice<UInt8>], _ edits: [Edit]) -> [Change] {
        var changes: [Change] = []
        var line = 0
        /// Moves to the line of an offset. The offset at the end of the file belongs to the last line.
        func advance(to offset: Int) {
            while line + 1 < lines.count, lines[line].endIndex <= offset { line += 1 }
        }
        for edit in edits {
            advance(to: edit.range.lowerBound)
            let first = line
            advance(to: edit.range.upperBound)
            if let last = changes.indices.last, first <= changes[last].lines.upperBound {
                changes[last].lines = changes[last].lines.lowerBound...line
                changes[last].edits.append(edit)
            } else {
                changes.append(Change(lines: first...line, edits: [edit]))
            }
        }
        return changes
    }

    /// Groups changes whose context lines touch or overlap.
    private static func hunks(_ changes: [Change]) -> [[Change]] {
        var hunks: [[Change]] = []
        for change in changes {
            if let last = hunks.last?.last, change.lines.lowerBound - last.lines.upperBound <= 2 * contextCount + 1 {
                hunks[hunks.count - 1].append(change)
            } else {
                hunks.append([change])
            }
        }
        return hunks
    }

    private static func applying(_ edits: [Edit], to lines: ArraySlice<ArraySlice<UInt8>>) -> [UInt8] {
        let start = lines.first?.startIndex ?? 0
        let moved = edits.map { edit in
            Edit(
                range: edit.range.lowerBound - start..<edit.range.upperBound - start,
                replacement: edit.replacement
            )
        }
        return Array(lines.joined()).applying(moved)
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
