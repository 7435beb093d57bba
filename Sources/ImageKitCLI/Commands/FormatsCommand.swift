import ArgumentParser
import JSON
import Reference
import WorkerProtocol
import Workers

struct FormatsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "formats",
        abstract: "Lists the formats that the installed libvips reads and writes.",
        discussion: """
            Decodes a tiny JPEG, PNG, WebP, TIFF, AVIF, and HEIC, and encodes a tiny picture in each format that is \
            written with libvips, because a codec can be missing. For the formats of allow_loaders, checks only that \
            libvips has the loader.
            """
    )

    @Flag(help: "Print JSON with the save options of each format.")
    var json = false

    func run() throws {
        let answer = try WorkerQuery.libvips(environment: processEnvironment)
        let formats = answer.formats.filter { $0.isRead || $0.isWritten }
        guard !json else {
            let pages = formats.map { FormatPage.json($0.name, isRead: $0.isRead, isWritten: $0.isWritten) }
            let answer: JSONText = ["libvips": .string(answer.libvips.version), "formats": .array(pages)]
            StandardStream.output.writeLine(answer.text)
            return
        }
        let width = formats.map(\.name.count).max() ?? 0
        StandardStream.output.writeLine("libvips \(answer.libvips.version)")
        for format in formats {
            let name = format.name + String(repeating: " ", count: width - format.name.count)
            let uses = [format.isRead ? "read" : nil, format.isWritten ? "written" : nil].compactMap(\.self)
            StandardStream.output.writeLine("\(name)  \(uses.joined(separator: ", "))")
        }
        for format in answer.formats {
            for obstacle in format.obstacles {
                StandardStream.error.writeLine("# \(format.name): \(obstacle)".oneLine)
            }
        }
    }
}
