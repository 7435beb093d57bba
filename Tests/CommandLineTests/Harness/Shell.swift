import Foundation

/// Runs a shell script in a site, with `$IMAGEKIT`, in a mount namespace of its own where that can be had: what it mounts is
/// gone when it ends.
enum Shell {
    static let canMount = geteuid() == 0 && status(of: ["/usr/bin/unshare", "--mount", "true"]) == 0

    static func run(_ script: String, in site: Site) throws -> CommandResult {
        let shell = ["/bin/sh", "-c", script]
        let process = process(canMount ? ["/usr/bin/unshare", "--mount"] + shell : shell)
        process.currentDirectoryURL = URL(filePath: site.path)
        process.environment = [
            "PATH": "/usr/bin:/bin:/usr/sbin:/sbin", "LC_ALL": "C", "IMAGEKIT": Executables.imagekit,
        ]
        // Files cannot fill up and block as pipes do.
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
