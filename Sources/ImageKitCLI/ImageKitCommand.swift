import ArgumentParser
import ImageSpecs
import Workers

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The command `imagekit`: makes the images that a registry describes.
package struct ImageKitCommand: AsyncParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "imagekit",
        abstract: "Makes thumbnails and other images from folders of images, as described in specs.json.",
        discussion: """
            The registry, specs.json, defines generators. A generator says which images to make, from which sources, \
            and with which processors. "imagekit init" writes a registry for your pictures, and "imagekit \
            generateimages" makes all images that are missing or out of date.
            """,
        version: BuildDescription().description,
        subcommands: [
            InitCommand.self, GenerateImagesCommand.self, GenerateImageCommand.self, ThumbnailCommand.self,
            ProcessCommand.self, RenderCommand.self, HTMLCommand.self, WatchCommand.self, WorkCommand.self,
            ServeCommand.self, GalleryCommand.self, StatusCommand.self, PruneCommand.self, InvalidateCommand.self,
            ClearCommand.self, StateCommand.self, ListCommand.self, ExplainCommand.self, ValidateCommand.self,
            ProcessorsCommand.self, FormatsCommand.self, DoctorCommand.self, ImportDjangoCommand.self,
            GeneratorIDsCommand.self,
        ]
    )

    static let version = ImageKitVersion.current

    package init() {}

    /// Every command needs its arguments and threads. If the system does not provide them, this function ends the
    /// process with a message. Call it before any asynchronous code, because asynchronous code cannot start without
    /// threads. Without `/proc`, asynchronous code starts a thread that ends the process with an illegal instruction.
    package static func requireArgumentsAndThreads() {
        openStandardDescriptors()
        // On Linux, the standard library reads the arguments from /proc. If /proc is not mounted, the array of
        // arguments is empty.
        guard !CommandLine.arguments.isEmpty else { stop("the arguments cannot be read: mount /proc") }
        do throws(ThreadRoomError) {
            try ThreadRoom.check()
        } catch {
            stop("\(error)")
        }
    }

    /// Opens `/dev/null` for each standard descriptor that is closed, as with `>&-` in a shell. Otherwise, the next
    /// file or queue that this process opens gets the number of this descriptor, and receives the output. As standard
    /// output, `/dev/null` is open only for reading. So a command that cannot print its results fails.
    private static func openStandardDescriptors() {
        for (descriptor, mode) in [(STDIN_FILENO, O_RDONLY), (STDOUT_FILENO, O_RDONLY), (STDERR_FILENO, O_WRONLY)]
        where fcntl(descriptor, F_GETFD) < 0 {
            // The new descriptor gets the number of the closed one, because `open` uses the lowest free number.
            _ = open("/dev/null", mode)
        }
    }

    /// Ends the process with a message, and uses no thread.
    private static func stop(_ reason: String) -> Never {
        let message = Array("error: \(reason)\n".utf8)
        _ = message.withUnsafeBytes { write(STDERR_FILENO, $0.baseAddress, $0.count) }
        _exit(ExitStatus.incomplete.rawValue)
    }

    /// Runs the command in the arguments of this process. If the command fails, or if its output is lost, exits with an
    /// error code.
    package static func start() async {
        let arguments = Array(CommandLine.arguments.dropFirst())
        // Accept `version` and `-V` too, because many other tools do.
        let asksForVersion = arguments == ["version"] || arguments == ["-V"]
        await run(asksForVersion ? ["--version"] : withAttributesAsOptions(arguments))
        if StandardStream.lostOutput { exit(withError: ExitStatus.incomplete.code) }
    }

    /// Works like `exit(withError:)`, but removes secrets from the message, because the message can quote a wrong
    /// argument.
    private static func end(_ error: any Error) -> Never {
        widenHelp()
        let code = exitCode(for: error)
        let message = fullMessage(for: error)
        // Help and versions go to standard output and contain no secrets. An error without a message only sets the exit
        // code.
        guard !code.isSuccess, !message.isEmpty else { exit(withError: error) }
        StandardStream.error.writeLine(message)
        exit(withError: code)
    }

    /// Sets a minimum width for the text of the help. If the terminal has less than 27 columns, ArgumentParser prints
    /// no descriptions, and a debug build ends the process.
    private static func widenHelp() {
        let minimum = 40
        let width = processEnvironment["COLUMNS"].flatMap { Int($0) } ?? StandardStream.output.width
        if width < minimum { setenv("COLUMNS", "\(minimum)", 1) }
    }

    /// Works like `main(_:)`, but removes secrets from messages. For an unknown subcommand, this function suggests the
    /// most similar subcommand. If a subcommand rejects its arguments only after its start, this function prints the
    /// usage of the subcommand.
    private static func run(_ arguments: [String]) async {
        if let unknown = UnknownCommand(arguments) { end(ValidationError("\(unknown)")) }
        var command: any ParsableCommand
        do {
            command = try parseAsRoot(arguments)
        } catch {
            end(error)
        }
        do {
            if var command = command as? any AsyncParsableCommand {
                try await command.run()
            } else {
                try command.run()
            }
        } catch let error as ValidationError {
            let subcommand = type(of: command)
            StandardStream.error.writeLine(
                """
                Error: \(error.message)
                Usage: \(usageString(for: subcommand))
                  See 'imagekit \(subcommand._commandName) --help' for more information.
                """
            )
            exit(withError: ExitStatus.wrongUsage.code)
        } catch {
            end(error)
        }
    }
}
