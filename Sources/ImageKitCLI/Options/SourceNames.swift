import ArgumentParser
import Files

/// Returns the sources or files that the arguments name. `-` stands for the lines of standard input.
func sourceNames(_ given: [String]) throws -> [String] {
    guard given.count(where: { $0 == "-" }) < 2 else {
        throw ValidationError("- is given more than once: standard input can be read only once.")
    }
    return try given.flatMap { source -> [String] in
        guard source == "-" else { return [source] }
        let lines = try exitOnError { try readStandardInput() }.split(separator: UInt8(ascii: "\n"))
        let names = lines.map { line in
            String(decoding: line.last == UInt8(ascii: "\r") ? line.dropLast() : line, as: UTF8.self)
        }
        return names.filter { !$0.isEmpty }
    }
}
