import ArgumentParser
import Files
import Operations
import Registry
import Serving
import Workers

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

package struct ServeCommand: AsyncParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "serve",
        abstract: "Serves images over HTTP, and makes missing images when they are requested.",
        discussion: """
            Example: imagekit serve --listen 127.0.0.1:8000. Makes only images of the registry, and sends every file in \
            the cache folder, except files and folders whose name starts with a dot. The URLs are the URLs that the \
            other commands print. Works behind a web server (nginx: try_files $uri @imagekit). After SIGTERM or \
            Ctrl-C, answers the requests that it has received, and exits with 143 or 130. After SIGHUP, opens the file \
            of --access-log again.
            """
    )

    @Option(
        help: ArgumentHelp("Address: HOST:PORT or unix:PATH. Default: 127.0.0.1:8000.", valueName: "address"),
        transform: { text in
            guard let address = ListenAddress(text) else {
                throw ValidationError("write HOST:PORT, such as 127.0.0.1:8000, or unix:PATH")
            }
            return address
        }
    )
    var listen: ListenAddress?

    @OptionGroup var registryOption: RegistryOption

    @OptionGroup var jobs: JobsOption

    @Option(
        help: ArgumentHelp(
            "Maximum number of different images that are made or wait, and maximum number of uploads at the same time. "
                + "Further requests get the status 503.",
            valueName: "images"
        )
    )
    var queue = 1000

    @Option(
        help: ArgumentHelp(
            "Append one JSON object per request to a file; - stands for standard output.",
            valueName: "path"
        )
    )
    var accessLog: String?

    @Option(
        help: ArgumentHelp(
            "Accept uploads from clients that know the token in the first line of this file. At a Unix socket, uploads need "
                + "no token unless you set this option.",
            valueName: "path"
        )
    )
    var uploadTokenFile: String?

    @Option(
        help: ArgumentHelp(
            "Folder of uploads below MEDIA_ROOT. It can contain strftime fields such as %Y.",
            valueName: "folder"
        )
    )
    var uploadTo = ""

    @OptionGroup var limits: LimitOptions

    package init() {}

    package func validate() throws {
        if queue < 1 { throw ValidationError("--queue \(queue): the minimum is 1.") }
        if !uploadTo.isEmpty, uploadTokenFile == nil, listen?.isUnixSocket != true {
            throw ValidationError(
                "--upload-to \(uploadTo) has no effect without uploads: add --upload-token-file, or listen at a Unix "
                    + "socket."
            )
        }
    }

    /// Replaces this process by `imagekit-serve`, which is a separate executable.
    package func run() async throws {
        let arguments = Array(CommandLine.arguments.drop { $0 != Self.configuration.commandName }.dropFirst())
        do throws(MissingExecutableError) {
            try InstalledExecutable("imagekit-serve").replaceProcess(arguments: arguments)
        } catch {
            StandardStream.error.report("error", error)
            throw ExitStatus.incomplete.code
        }
    }

    /// Runs the server in the process `imagekit-serve`, and exits.
    package static func start(_ serve: @escaping @Sendable (ServerConfiguration) async throws -> Void) async {
        do {
            let command = try parse(Array(CommandLine.arguments.dropFirst()))
            let configuration = try command.serverConfiguration
            let status = try await withSignals(patience: 40_000, hangup: configuration.reopenLog) {
                try await serve(configuration)
                return .success
            }
            throw status.code
        } catch let error as ExitCode {
            exit(withError: error)
        } catch {
            StandardStream.error.report("error", error)
            exit(withError: ExitStatus.incomplete.code)
        }
    }

    private var serverConfiguration: ServerConfiguration {
        get throws {
            let registry = try registryOption.load(limits)
            try exitOnError { try registry.settings.requireLocalFiles() }
            let runners = WorkerProcesses(environment: processEnvironment)
            var configuration = ServerConfiguration(registry: registry, runners: runners) { message in
                StandardStream.error.writeLine("\(message)".oneLine)
            }
            if let listen { configuration.address = listen }
            configuration.jobs = try exitOnError { try runners.availableWorkers(atMost: jobs.count) }
            configuration.queue = queue
            if uploadTokenFile != nil || configuration.address.isUnixSocket {
                configuration.uploads = try exitOnError {
                    try UploadPolicy(tokenFile: uploadTokenFile, folder: uploadTo)
                }
            }
            configuration.accessLog = try exitOnError { try accessLog.map { try AccessLog($0) } }
            return configuration
        }
    }
}

extension ServerConfiguration {
    /// Opens the access log again, for programs that rotate logs; nil if the access log is not a file.
    fileprivate var reopenLog: (@Sendable () -> Void)? {
        guard let accessLog, accessLog.isFile else { return nil }
        return { [report] in
            do throws(FileError) {
                try accessLog.reopen()
            } catch {
                report(.error("\(error)"))
            }
        }
    }
}
