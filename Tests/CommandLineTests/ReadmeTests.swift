import Foundation
import Testing

/// Executes the commands of the first page of the README literally.
@Suite struct ReadmeTests {
    private static let readme = (try? String(contentsOfFile: Repository.path + "/README.md", encoding: .utf8)) ?? ""

    private static func blocks(_ language: String, in section: String) -> [String] {
        let text =
            readme.components(separatedBy: "\n## \(section)\n").last?.components(separatedBy: "\n## ").first ?? ""
        var blocks: [String] = []
        var block: (language: String, lines: [String])?
        for line in text.components(separatedBy: "\n") {
            if let open = block {
                if line == "```" {
                    if open.language == language { blocks.append(open.lines.joined(separator: "\n")) }
                    block = nil
                } else {
                    block?.lines.append(line)
                }
            } else if line.hasPrefix("```") {
                block = (String(line.dropFirst(3)), [])
            }
        }
        return blocks
    }

    private static let section = "Your own pictures"

    /// The files of a tree that is drawn with lines.
    static func files(ofTree tree: String) -> [String] {
        var folders: [(indentation: Int, name: String)] = []
        var files: [String] = []
        for line in tree.split(separator: "\n").dropFirst() {
            let name = line.drop { " │├└─".contains($0) || $0 == "\u{A0}" }
            let indentation = line.count - name.count
            folders.removeAll { $0.indentation >= indentation }
            if name.contains(".") {
                files.append((folders.map(\.name) + [String(name)]).joined(separator: "/"))
            } else {
                folders.append((indentation, String(name)))
            }
        }
        return files
    }

    @Test func aTreeIsRead() {
        let tree = ".\n├── a.jpg\n└── b\n    ├── c\n    │   └── d.jpg\n    └── e.jpg"
        #expect(Self.files(ofTree: tree) == ["a.jpg", "b/c/d.jpg", "b/e.jpg"])
    }

    /// Returns a site that contains only the photographs that the page lists.
    private func site() throws -> Site {
        let site = Site(nil)
        let tree = try #require(Self.blocks("", in: Self.section).first)
        let files = Self.files(ofTree: tree)
        #expect(files.count == 3)
        for file in files {
            let sample = "\(Repository.path)/media/photos/\((file as NSString).lastPathComponent)"
            site.write(file, Array(try Data(contentsOf: URL(filePath: sample))))
        }
        return site
    }

    private static func withoutTime(_ line: String) -> String { line.replacing(/in \d+\.\d s$/, with: "in T s") }

    @Test(.enabled(if: Terminal.isInstalled)) func theFirstPageWorks() throws {
        let site = try site()
        for block in Self.blocks("console", in: Self.section) {
            for part in ("\n" + block).components(separatedBy: "\n$ ").dropFirst() {
                let lines = part.components(separatedBy: "\n")
                let result = try Terminal.run(lines[0], in: site)
                #expect(result.exitCode == 0)
                #expect(
                    result.outputLines.map(Self.withoutTime) == lines.dropFirst().map(Self.withoutTime),
                    "\(lines[0])"
                )
            }
        }
        let registry = try #require(Self.blocks("json", in: Self.section).first)
        #expect(site.text("specs.json") == registry + "\n")
    }

    /// Runs the commands of two sections of the page, after `init` and `generateimages` in a new folder.
    @Test(.enabled(if: Terminal.isInstalled)) func theCommandsWork() throws {
        let site = try site()
        for command in ["imagekit init", "imagekit generateimages"] {
            #expect(try Terminal.run(command, in: site).exitCode == 0)
        }
        let sections = ["In a shell", "In a build"]
        let commands = sections.flatMap { Self.blocks("sh", in: $0) }.flatMap { $0.components(separatedBy: "\n") }
        #expect(commands.count > 6)
        for command in commands {
            let result = try Terminal.run(command, in: site)
            #expect(result.exitCode == 0, "\(command): \(result.output)")
            if let tag = command.firstMatch(of: /# <img (.*) src="…" \/>/) {
                #expect(result.output.hasPrefix("<img \(tag.1) src=\"/media/CACHE/images/photos/"))
            }
        }
    }
}
