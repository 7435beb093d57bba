import ArgumentParser
import Files
import Operations
import WorkerProtocol
import Workers

struct ProcessCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "process",
        abstract: "Processes files once and stores only the results, for uploads.",
        discussion: """
            Works like Django's ProcessedImageField: imagekit process myapp:avatar /tmp/upload.png --upload-to \
            'avatars/%Y/%m/%d'. The result has the name of the file, with the extension of the result's format. If \
            this name is taken, the name of the result gets a suffix. No file is overwritten, and the given file \
            stays unchanged. Prints the stored names, one per line, in order. If a file fails, its line is empty, and \
            the exit code is 1.
            """
    )

    enum Form: String, EnumerableFlag {
        case name, url, path, json

        static func help(for value: Form) -> ArgumentHelp? {
            switch value {
            case .name: "Print the name, relative to MEDIA_ROOT (the default)."
            case .url: "Print the URL."
            case .path: "Print the path of the file."
            case .json: "Print one JSON object per line."
            }
        }
    }

    @Argument(help: "The id of a generator.")
    var id: String

    @Argument(help: ArgumentHelp("Paths of files; - reads them from standard input.", valueName: "file"))
    var files: [String]

    @Option(
        help: ArgumentHelp("Folder below MEDIA_ROOT. It can contain strftime fields such as %Y.", valueName: "folder")
    )
    var uploadTo = ""

    @Option(
        help: ArgumentHelp(
            "Argument of a processor, save option, or attribute of the spec, such as quality=60.",
            valueName: "key=value"
        )
    )
    var set: [String] = []

    @OptionGroup var registryOption: RegistryOption

    @Flag(exclusivity: .exclusive) var form = Form.name

    @OptionGroup var limits: LimitOptions

    func run() async throws {
        let registry = try registryOption.load(isOptional: true, limits)
        let request = try asUsageError { try registry.request(id, arguments: set) }
        guard !request.isCanvas else {
            throw ValidationError("\(id) is made from a canvas: it takes no files.")
        }
        guard !request.isSet else {
            throw ValidationError("\(id) is a set: give the id of one of its members, such as \(request.generator.id).")
        }
        guard !files.contains("") else { throw ValidationError("the path of a file is empty.") }
        let paths = try sourceNames(files)
        let printer = AnswerPrinter(form: answerForm, settings: registry.settings.ofUploads, takesPaths: true)
        let (uploadTo, options) = (uploadTo, options)
        let status = try await withSignals {
            try await printer.run {
                try await Uploads(request, registry: registry, to: uploadTo, options: options).store(paths)
            }
        }
        guard status == .success else { throw status.code }
    }

    private var answerForm: AnswerForm {
        switch form {
        case .name: .name
        case .url: .url
        case .path: .path
        case .json: .json
        }
    }

    private var options: GenerationOptions {
        var options = GenerationOptions(runners: WorkerProcesses(environment: processEnvironment))
        options.jobs = availableCores
        return options
    }
}
