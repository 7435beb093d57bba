import Foundation
import Subprocess
import Synchronization

#if canImport(System)
    import System
#else
    import SystemPackage
#endif

/// A new folder with a registry and sources, in which `imagekit` runs with a clean environment.
final class Site: Sendable {
    let path: String
    /// Another site that exists as long as this site.
    let neighbour: Site?
    /// Descriptors of the pipes that `makeMailbox` creates. These descriptors stay open, so that opening such a pipe
    /// never blocks.
    private let mailboxes = Mutex<[Int32]>([])

    /// The environment variables of every run. `run` adds only `HOME` and the variables that a test passes.
    private static let environment: [String: String] = {
        let own = ProcessInfo.processInfo.environment
        // A toolchain outside the standard folders needs this variable to find its own libraries.
        return ["PATH": "/usr/bin:/bin", "LC_ALL": "C"].merging(own.filter { $0.key == "LD_LIBRARY_PATH" }) { $1 }
    }()

    /// - Parameter registry: the text of `specs.json`. Nil writes no file.
    init(_ registry: String? = Registries.twoGenerators, neighbour: Site? = nil) {
        self.neighbour = neighbour
        // Ignore SIGPIPE. Otherwise, a write to a process that has ended without reading its input would end the tests.
        signal(SIGPIPE, SIG_IGN)
        var template = Array("/tmp/imagekit-site.XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { fatalError("no temporary folder: \(String(cString: strerror(errno)))") }
        let made = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        guard let real = realpath(made, nil) else { fatalError("no path of \(made)") }
        defer { free(real) }
        path = String(cString: real)
        if let registry { write("specs.json", registry) }
    }

    deinit {
        mailboxes.withLock { $0.forEach { close($0) } }
        try? FileManager.default.removeItem(atPath: path)
    }

    // MARK: - Files

    func path(_ name: String) -> String { path + "/" + name }

    func write(_ name: String, _ text: String) { write(name, Array(text.utf8)) }

    /// Writes a file and creates its parent folders.
    func write(_ name: String, _ bytes: [UInt8]) {
        makeFolder((name as NSString).deletingLastPathComponent)
        guard FileManager.default.createFile(atPath: path(name), contents: Data(bytes)) else {
            fatalError("cannot write \(path(name))")
        }
    }

    func makeFolder(_ name: String) {
        try! FileManager.default.createDirectory(atPath: path(name), withIntermediateDirectories: true)
    }

    func makePipe(_ name: String) {
        makeFolder((name as NSString).deletingLastPathComponent)
        precondition(mkfifo(path(name), 0o644) == 0)
    }

    /// Creates a pipe that stores a word until a process reads it. The writer does not wait for a reader.
    func makeMailbox(_ name: String) {
        makePipe(name)
        let mailbox = open(path(name), O_RDWR | O_CLOEXEC)
        mailboxes.withLock { $0.append(mailbox) }
    }

    /// Creates an executable file through a `cp` process. If the test process wrote the file itself, another program
    /// that it starts at the same time could inherit the descriptor. Then the file would stay open for writing, and
    /// Linux does not execute such a file (ETXTBSY).
    func makeExecutable(_ name: String, _ script: String) {
        write(name + ".text", script)
        var (copy, status): (pid_t, Int32) = (0, 0)
        let words = ["/bin/cp", path(name + ".text"), path(name)]
        let arguments = words.map { strdup($0) }
        defer { arguments.forEach { free($0) } }
        precondition(posix_spawn(&copy, "/bin/cp", nil, nil, arguments + [nil], environ) == 0)
        while waitpid(copy, &status, 0) < 0 && errno == EINTR {}
        precondition(status == 0 && chmod(path(name), 0o755) == 0)
        remove(name + ".text")
    }

    func remove(_ name: String) { try! FileManager.default.removeItem(atPath: path(name)) }

    func read(_ name: String) -> [UInt8]? { FileManager.default.contents(atPath: path(name)).map(Array.init) }

    func text(_ name: String) -> String? { read(name).map { String(decoding: $0, as: UTF8.self) } }

    /// Writes pictures with different content below `media/photos/`.
    func writePhotos(_ names: String..., width: Int = 40, height: Int = 30) {
        for (seed, name) in names.enumerated() {
            write("media/photos/\(name)", samplePNG(width: width, height: height, seed: seed))
        }
    }

    /// The cache files by name, without the state.
    var cacheFiles: [String: [UInt8]] {
        var files: [String: [UInt8]] = [:]
        for name in FileManager.default.enumerator(atPath: path("media/CACHE/images"))?.compactMap({ $0 as? String })
            ?? []
        where !name.hasPrefix(".imagekit") {
            var isFolder: ObjCBool = false
            let file = "media/CACHE/images/" + name
            if FileManager.default.fileExists(atPath: path(file), isDirectory: &isFolder), !isFolder.boolValue {
                files[name] = read(file)
            }
        }
        return files
    }

    // MARK: - Running

    /// Limits how many commands run at the same time, because each command uses all processors. A test must not wait
    /// for a command that ends only after the test starts a second command, because the second command could wait here
    /// forever.
    private static let turnstile = Turnstile(2 * ProcessInfo.processInfo.activeProcessorCount)

    /// Runs `imagekit` to its end.
    func run(
        _ arguments: String...,
        input: String = "",
        environment: [String: String] = [:],
        in folder: String = ""
    ) async throws -> CommandResult {
        try await run(arguments, input: input, environment: environment, in: folder) { _ in }
    }

    /// Runs `imagekit generateimages` with one event per line.
    func generate(_ arguments: String..., environment: [String: String] = [:]) async throws -> CommandResult {
        try await run(["generateimages", "--log-format", "json"] + arguments, environment: environment) { _ in }
    }

    /// - Parameter whileRunning: receives a function that sends a signal to the process.
    func run(
        _ arguments: [String],
        input: String = "",
        environment: [String: String] = [:],
        in folder: String = "",
        whileRunning: @escaping @Sendable ((Signal) throws -> Void) async throws -> Void
    ) async throws -> CommandResult {
        // Without input, create no pipe. If a command does not read its input, a write to such a pipe could fail.
        guard !input.isEmpty else {
            return try await run(arguments, from: .none, environment, folder, whileRunning)
        }
        return try await run(arguments, from: .string(input), environment, folder, whileRunning)
    }

    private func run(
        _ arguments: [String],
        from input: some InputProtocol,
        _ environment: [String: String],
        _ folder: String,
        _ whileRunning: @escaping @Sendable ((Signal) throws -> Void) async throws -> Void
    ) async throws -> CommandResult {
        await Self.turnstile.enter()
        defer { Task { await Self.turnstile.leave() } }
        let variables = Self.environment.merging(["HOME": path]) { $1 }.merging(environment) { $1 }
        let result = try await Subprocess.run(
            .path(FilePath(Executables.imagekit)),
            arguments: Arguments(arguments),
            environment: .custom(
                Dictionary(uniqueKeysWithValues: variables.map { (Environment.Key(rawValue: $0)!, $1) })
            ),
            workingDirectory: FilePath(path(folder)),
            input: input,
            output: .string(limit: 1 << 22),
            error: .string(limit: 1 << 22)
        ) { execution in
            try await whileRunning { try execution.send(signal: $0) }
        }
        let code: Int32 =
            switch result.terminationStatus {
            case .exited(let code): code
            case .signaled(let signal): 128 + signal
            }
        return CommandResult(
            exitCode: code,
            output: result.standardOutput,
            errors: result.standardError
        )
    }
}
