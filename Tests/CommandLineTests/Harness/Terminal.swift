import Foundation

/// Runs shell commands on a pseudo-terminal (`script` of util-linux), so that they print the same text as on a real
/// terminal.
enum Terminal {
    static let isInstalled = FileManager.default.isExecutableFile(atPath: "/usr/bin/script")

    /// The folder of the executable is the first folder of `PATH`, as after `make install`.
    /// - Returns: the exit code, and everything that stays on the terminal.
    static func run(_ command: String, in site: Site) throws -> CommandResult {
        site.write("../\(name(of: site)).sh", command)
        defer { site.remove("../\(name(of: site)).sh") }
        let script = "PATH=\"$(dirname \"$IMAGEKIT\"):$PATH\" exec script -qec 'sh ../\(name(of: site)).sh' /dev/null"
        let result = try Shell.run(script, in: site)
        let lines = result.output.replacingOccurrences(of: "\r\n", with: "\n").components(separatedBy: "\n")
            .map { $0.components(separatedBy: "\r\u{1B}[K").last ?? "" }
        return CommandResult(exitCode: result.exitCode, output: lines.joined(separator: "\n"), errors: result.errors)
    }

    private static func name(of site: Site) -> String { (site.path as NSString).lastPathComponent }
}
