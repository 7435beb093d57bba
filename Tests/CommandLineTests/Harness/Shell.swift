import Foundation

/// Runs a shell script in the folder of a site. `$IMAGEKIT` is the path of `imagekit`. If the system permits it, the
/// script runs in its own mount namespace, so that its mounts disappear when it ends.
enum Shell {
    static let canMount = geteuid() == 0 && status(of: ["/usr/bin/unshare", "--mount", "true"]) == 0

    static func run(_ script: String, in site: Site) throws -> CommandResult {
        let shell = ["/bin/sh", "-c", script]
        let process = process(canMount ? ["/usr/bin/unshare", "--mount"] + shell : shell)
        process.currentDirectoryURL = URL(filePath: site.path)
        process.environment = [
            "PATH": "/usr/bin:/bin:/usr/sbin:/sbin", "LC_ALL": "C", "IMAGEKIT": Executables.imagekit,
        ]
        // Unlike pipes, files cannot fill up and block.
        site.write("output", "")
        site.write("errors", "")
        process.standardOutput = FileHandle(forWritingAtPath: site.path("output"))
        process.standardError = FileHandle(forWritingAtPath: site.path("errors"))
        try process.run()
        process.waitUntilExit()
        return CommandResult(
            exitCode: process.terminationStatus,
            output: site.text("output") ?? "",
            errors: site.text("errors") ?? ""
        )
    }

    private static func process(_ words: [String]) -> Process {
        let process = Process()
        process.executableURL = URL(filePath: words[0])
        process.arguments = Array(words.dropFirst())
        process.standardInput = FileHandle.nullDevice
        return process
    }

    private static func status(of words: [String]) -> Int32? {
        let process = process(words)
        process.standardError = FileHandle.nullDevice
        guard (try? process.run()) != nil else { return nil }
        process.waitUntilExit()
        return process.terminationStatus
    }
}
