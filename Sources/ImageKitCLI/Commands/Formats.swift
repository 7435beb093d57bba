import ArgumentParser
import Workers

struct Formats: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Lists the formats that the installed libvips reads and writes."
    )

    func run() throws {
        let answer = try WorkerQuery.libvips(environment: processEnvironment)
        let width = answer.formats.map(\.name.count).max() ?? 0
        StandardStream.output.writeLine("libvips \(answer.version)")
        for format in answer.formats where format.isRead || format.isWritten {
            let name = format.name + String(repeating: " ", count: width - format.name.count)
            let uses = [format.isRead ? "read" : nil, format.isWritten ? "written" : nil].compactMap(\.self)
            StandardStream.output.writeLine("\(name)  \(uses.joined(separator: ", "))")
        }
    }
}
