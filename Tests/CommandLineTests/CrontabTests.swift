import Foundation
import Testing

/// Runs every crontab line of the documentation as Debian's cron does: with `sh` and almost no environment variables.
@Suite struct CrontabTests {
    struct Line: CustomTestStringConvertible {
        let page: String
        /// The variable assignments in the crontab of the line.
        let variables: [String]
        let command: String

        var testDescription: String { "\(page): \(command)" }
    }

    static let lines: [Line] = ["README.md", "Docs/django.md", "Examples/imagekit.crontab"].flatMap(lines)

    private static func lines(of page: String) -> [Line] {
        let text = (try? String(contentsOfFile: Repository.path + "/" + page, encoding: .utf8)) ?? ""
        let crontabs =
            page.hasSuffix(".md")
            ? text.matches(of: /(?s)```crontab\n(.*?)```/).map { String($0.1) } : [text]
        return crontabs.flatMap { crontab in
            let lines = crontab.split(separator: "\n").map(String.init)
            let variables = lines.filter { $0.contains(/^[A-Z_]+=/) }
            return lines.compactMap { line in
                line.firstMatch(of: /^(?:[\d*\/,-]+ +){5}(.+)$/).map { match in
                    Line(page: page, variables: variables, command: String(match.1))
                }
            }
        }
    }

    @Test(arguments: ["README.md", "Docs/django.md", "Examples/imagekit.crontab"])
    func aPageHasCrontabLines(page: String) {
        #expect(Self.lines.contains { $0.page == page })
    }

    @Test(arguments: lines) func aLineOfACrontabWorks(line: Line) throws {
        let site = Site()
        site.writePhotos("a.png")
        let installed = [
            "/srv/site": site.path, "/usr/local/bin": (Executables.imagekit as NSString).deletingLastPathComponent,
        ]
        // A container has no system log, so replace `logger` with a function that prints its input.
        var script = (["logger() { cat; }"] + line.variables.map { "export '\($0)'" } + [line.command])
            .joined(separator: "\n")
        for (path, actual) in installed { script.replace(path, with: actual) }
        site.write("line.sh", script)
        let result = try Shell.run("exec env -i PATH=/usr/bin:/bin HOME=\"$PWD\" /bin/sh line.sh", in: site)
        #expect(result == CommandResult(exitCode: 0, output: "", errors: ""))
        if line.command.contains("generateimages") { #expect(site.cacheFiles.count == 2) }
    }
}
