/// A line with a subject and a text about this subject.
typealias SubjectLine = (subject: String, text: String)

/// Prints lines to standard output. All texts start in the same column.
func printAligned(_ lines: [SubjectLine]) {
    let width = lines.map(\.subject.count).max() ?? 0
    for (subject, text) in lines {
        let padding = String(repeating: " ", count: width - subject.count)
        StandardStream.output.writeLine("\(subject)\(padding)  \(text)".oneLine)
    }
}
