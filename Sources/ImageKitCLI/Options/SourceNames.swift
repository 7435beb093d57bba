import ArgumentParser

/// Returns the sources or files that the arguments name. `-` stands for the lines of standard input.
func sourceNames(_ given: [String]) throws -> [String] {
    guard given.count(where: { $0 == "-" }) < 2 else {
        throw ValidationError("- is given more than once: standard input can be read only once.")
    }
    return given.flatMap { source -> [String] in
        guard source == "-" else { return [source] }
        var lines: [String] = []
        while let line = readLine() { if !line.isEmpty { lines.append(line) } }
        return lines
    }
}
