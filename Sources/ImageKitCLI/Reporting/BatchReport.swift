import Files
import JSON
import Operations
import Planning
import Registry
import Synchronization

/// Reports a batch. Results go to standard output. Progress and messages go to standard error.
///
/// By default, a batch that makes all images without a failure or a warning prints nothing, unless standard error is a
/// terminal. So cron sends no mail about such a batch.
final class BatchReport: GenerationReport {
    enum Verbosity { case quiet, normal, verbose }

    struct Options {
        var format: LogFormat
        var progress: ProgressMode
        var verbosity: Verbosity
        /// Whether the summary is printed even if standard error is not a terminal.
        var printsSummary = false
        var manifest: String?
        /// Whether messages about failures name the generator.
        var namesGenerators = false
        /// Whether failures that an earlier run reported are only counted.
        var countsRepeatedFailures = false
        /// Whether failures that an earlier run reported count as success.
        var acceptsRepeatedFailures = false
    }

    private struct State {
        var bar: ProgressBar?
        /// The number of images to make; nil until this number is known.
        var planned: Int?
        /// How many of the planned images were made.
        var done = 0
        /// How many of the planned images failed.
        var failed = 0
        var manifest: Manifest?
        /// The messages about failures that were printed. An unreadable source fails for each of its generators, but
        /// the message is printed only once. The messages are stored as bytes, because Swift considers some strings
        /// with different bytes equal.
        var printed: Set<[UInt8]> = []
    }

    private let options: Options
    private let settings: Settings
    private let start = ContinuousClock.now
    private let state: Mutex<State>

    init(options: Options, settings: Settings) {
        self.options = options
        self.settings = settings
        state = Mutex(State(manifest: options.manifest == nil ? nil : Manifest(settings: settings)))
    }

    // MARK: - GenerationReport

    var wantsFresh: Bool { isVerbose || options.manifest != nil }

    private var isVerbose: Bool { options.verbosity == .verbose }

    func image(_ event: ImageEvent) {
        state.withLock { state in
            state.manifest?.add(event)
            count(event, in: &state)
            if options.format == .json {
                if event.isListed(verbose: isVerbose) {
                    printResult(event.json(at: .now, settings: settings).text, &state)
                }
            } else {
                report(event, &state)
            }
            drawBar(&state)
        }
    }

    func problem(_ message: String) { state.withLock { printMessage("error: \(message)", &$0) } }

    func warning(_ message: String, isEveryday: Bool) {
        guard isVerbose || ((!isEveryday || StandardStream.error.isTerminal) && options.verbosity != .quiet) else {
            return
        }
        state.withLock { printMessage("warning: \(message)", &$0) }
    }

    func siteIsNotNotified(_ message: String) {
        warning(message, isEveryday: true)
        guard options.format == .json else { return }
        let event: JSONText = [
            "event": "django-cache", "time": .string(UTCTime.now.description), "status": "failed",
            "message": .string(message),
        ]
        state.withLock { printResult(event.text, &$0) }
    }

    func waiting() {
        guard isVerbose || showsProgress else { return }
        state.withLock { printMessage("waiting for another run to finish", &$0) }
    }

    func started(images: Int) {
        state.withLock { state in
            (state.planned, state.done, state.failed) = (images, 0, 0)
            guard drawsBar else { return }
            state.bar = ProgressBar(total: images)
            drawBar(&state)
        }
    }

    func planned(images: Int) {
        state.withLock { state in
            state.planned = (state.planned ?? 0) + images
            state.bar?.total += images
        }
    }

    // MARK: - End of the batch

    /// Writes the manifest and prints the summary. If a folder or a source group could not be read, prints an error and
    /// does not write the manifest.
    /// - Throws: `FileError` if the manifest cannot be written.
    func finish(_ summary: GenerationSummary) throws {
        var manifest = state.withLock { state in
            eraseBar(&state)
            return state.manifest
        }
        if let unread = summary.unreadSentence {
            let images = options.manifest == nil ? "" : "; the manifest lacks their images and is not written"
            state.withLock { printMessage("error: \(unread)\(images)", &$0) }
        } else if let path = options.manifest {
            try manifest?.write(to: path)
        }
        let seconds = (ContinuousClock.now - start).inSeconds
        if options.format == .text, saysRepeatedFailures(summary) {
            let kind = options.acceptsRepeatedFailures ? "warning" : "error"
            state.withLock { printMessage("\(kind): \(summary.failures.repeated.sentence)", &$0) }
        }
        switch options.format {
        case .json: StandardStream.output.writeLine(summary.json(at: .now, seconds: seconds).text)
        case .text where saysSummary(summary):
            StandardStream.error.writeMessage(summary.sentence(seconds: seconds))
        case .text: break
        }
    }

    /// Prints the errors and the summary of a run that sent bundles to a queue.
    func finish(_ summary: EnqueueSummary, queue: String) {
        if let unread = summary.plan.unreadSentence { problem(unread) }
        if summary.dead > 0 {
            problem(
                "did not send \(counted(summary.dead, "source")) with images to make, because earlier tries failed: "
                    + "see imagekit status --queue, and try again with imagekit work --retry-dead"
            )
        }
        switch options.format {
        case .json: StandardStream.output.writeLine(summary.json(at: .now).text)
        case .text
        where options.verbosity == .verbose || options.printsSummary
            || StandardStream.error.isTerminal && options.verbosity != .quiet:
            StandardStream.error.writeMessage("\(summary.sentence) to \(queue)")
        case .text: break
        }
    }

    /// Ends a report early because of an error.
    func stop(_ error: any Error) {
        state.withLock { state in
            eraseBar(&state)
            switch error {
            case is CancellationError:
                guard let planned = state.planned else { return printMessage("interrupted", &state) }
                let left = max(0, planned - state.done - state.failed)
                printMessage("interrupted: \(state.done) made, \(left) left", &state)
            default:
                if needsMessage(error, isVerbose: isVerbose) { printMessage("error: \(error)", &state) }
            }
        }
    }

    /// Whether hints are printed. Hints are for people, so they are printed only to a terminal.
    var mentionsHints: Bool {
        options.format == .text && options.verbosity != .quiet && StandardStream.error.isTerminal
    }

    func hint(_ message: String) { StandardStream.error.report("hint", message) }

    private func saysSummary(_ summary: GenerationSummary) -> Bool {
        switch options.verbosity {
        case .quiet: false
        case .verbose: true
        case .normal:
            options.printsSummary || StandardStream.error.isTerminal || summary.failures.newImages > 0
                || summary.wouldGenerate > 0 || (summary.left ?? 0) > 0
        }
    }

    /// Whether the line about repeated failures is printed. If these failures are not accepted, the line is printed
    /// even with `--quiet`, because it explains the exit code 1. If they are accepted, the line is printed only
    /// together with the summary.
    private func saysRepeatedFailures(_ summary: GenerationSummary) -> Bool {
        guard options.countsRepeatedFailures, summary.failures.repeated.images > 0 else { return false }
        return !options.acceptsRepeatedFailures || saysSummary(summary)
    }

    // MARK: - Lines

    private func report(_ event: ImageEvent, _ state: inout State) {
        switch event.status {
        case .failed(let failure):
            if event.since != nil, options.countsRepeatedFailures, !isVerbose { break }
            let isNamed = options.namesGenerators && !event.isOfWholeSource && !event.origin.isCanvas
            let text = "error: \(event.subject)\(isNamed ? " (\(event.generator))" : ""): \(failure.message)"
            if state.printed.insert(Array(text.utf8)).inserted { printMessage(text, &state) }
        case .wouldGenerate(let reason):
            if options.verbosity != .quiet {
                printResult("would generate \(event.description) (\(reason.rawValue))", &state)
            }
        case .generated(_, let reason, _):
            if isVerbose {
                printResult("generated \(event.description) (\(reason.rawValue))", &state)
            }
        case .fresh:
            if isVerbose { printResult("fresh \(event.description)", &state) }
        }
    }

    private func printResult(_ line: String, _ state: inout State) {
        eraseBar(&state)
        StandardStream.output.writeMessage(line)
    }

    private func printMessage(_ line: String, _ state: inout State) {
        eraseBar(&state)
        StandardStream.error.writeMessage(line)
    }

    // MARK: - Progress

    private var showsProgress: Bool {
        switch options.progress {
        case .never: false
        case .always: true
        case .auto: StandardStream.error.isTerminal && options.verbosity != .quiet
        }
    }

    /// Whether progress is a bar. A dumb terminal cannot erase a bar.
    private var drawsBar: Bool {
        showsProgress && (options.progress == .always || processEnvironment["TERM"] != "dumb")
    }

    private func count(_ event: ImageEvent, in state: inout State) {
        // Do not count an image whose result the plan determined, because `planned` does not include it.
        guard !event.isFromPlan else { return }
        switch event.status {
        case .generated: state.done += 1
        case .failed: state.failed += 1
        case .fresh, .wouldGenerate: break
        }
    }

    private func drawBar(_ state: inout State) {
        let drawing = state.bar?.drawing(
            done: state.done + state.failed,
            failed: state.failed,
            width: StandardStream.error.width
        )
        if let drawing { StandardStream.error.write(drawing) }
    }

    private func eraseBar(_ state: inout State) {
        if state.bar != nil { StandardStream.error.write(ProgressBar.erasure) }
    }
}
