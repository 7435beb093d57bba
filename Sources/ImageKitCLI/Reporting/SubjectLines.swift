/// A line of a report about one thing: a subject and what is known about it.
typealias SubjectLine = (subject: String, text: String)

/// Prints lines to standard output, with the texts in one column.
func printAligned(_ lines: [SubjectLine]) {
    let width = lines.map(\.subject.count).max() ?? 0
    for (subject, text) in lines {
        let padding = String(repeating: " ", count: width - subject.count)
        StandardStream.output.writeLine("\(subject)\(padding)  \(text)".oneLine)
    }
}
