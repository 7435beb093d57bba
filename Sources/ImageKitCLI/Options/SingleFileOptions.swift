import ArgumentParser
import Markup
import Operations
import Registry
import SourceGroups
import WorkerProtocol
import Workers

/// The common options of `generateimage` and `thumbnail`.
struct SingleFileOptions: ParsableArguments {
    enum Form: String, EnumerableFlag {
        case html, url, path, json, content

        static func help(for value: Form) -> ArgumentHelp? {
            switch value {
            case .html: "Print an <img> tag (the default)."
            case .url: "Print the URL."
            case .path: "Print the path of the file."
            case .json: "Print one JSON object per line."
            case .content: "Write the image itself to standard output."
            }
        }
    }

    @OptionGroup var registryOption: RegistryOption

    @Flag(exclusivity: .exclusive) var form = Form.html

    @Flag(name: .shortAndLong, help: "Regenerate the image even if it is up to date.")
    var force = false

    @OptionGroup var limits: LimitOptions

    @OptionGroup var lock: LockOption

    @Option(
        name: .customLong("attribute"),
        help: ArgumentHelp(
            "Attribute of the <img> tag; arguments after -- are attributes too.",
            valueName: "name=value"
        )
    )
    var attributes: [String] = []

    func validate() throws {
        if form != .html, let first = attributes.first {
            throw ValidationError("\(first): --\(form.rawValue) takes no attributes; only an <img> tag has attributes.")
        }
        _ = try answerForm
    }

    private var answerForm: AnswerForm {
        get throws {
            switch form {
            case .url: return .url
            case .path: return .path
            case .json: return .json
            case .content: return .content
            case .html:
                return .html(
                    attributes: try attributes.map { text in
                        guard let attribute = HTMLAttribute(text) else {
                            throw ValidationError("\(text): write an attribute as name=value, such as alt=\"A dog\".")
                        }
                        return attribute
                    }
                )
            }
        }
    }

    /// Prints one answer for each source, in the order of the sources. Makes an image if this is necessary for its
    /// answer.
    /// - Parameters:
    ///   - sources: names or paths of sources; `-` stands for the lines of standard input. Nil stands for the image of
    ///     a canvas.
    ///   - srcset: requests for the same image in other pixel densities.
    ///   - notifiesOfFresh: whether a Django site is notified of an image that exists already.
    func answer(
        _ sources: [String]?,
        registry: Registry,
        _ request: ImageRequest,
        srcset: [(request: ImageRequest, density: PixelDensity)] = [],
        notifiesOfFresh: Bool = false
    ) async throws {
        let origins =
            try sources.map { sources in
                try sourceNames(sources).map { ImageOrigin(key: SourceArgument($0, registry.settings).name) }
            } ?? [.canvas]
        if form == .content && origins.count != 1 {
            throw ValidationError("--content accepts one source, not \(origins.count).")
        }
        let form = try answerForm
        var files = SingleFiles(
            request,
            srcset: srcset,
            registry: registry,
            options: generationOptions,
            report: MessageReport()
        )
        files.notifiesOfFresh = notifiesOfFresh
        let (settings, calls) = (registry.settings, files)
        let status = try await withSignals {
            try await AnswerPrinter(form: form, settings: settings).run { try await calls.answers(for: origins, form) }
        }
        guard status == .success else { throw status.code }
    }

    private var generationOptions: GenerationOptions {
        var options = GenerationOptions(runners: WorkerProcesses(environment: processEnvironment))
        options.force = force
        options.patience = lock.patience
        options.jobs = availableCores
        return options
    }
}
