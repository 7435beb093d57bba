import Files
import Operations
import Registry
import SourceGroups

/// Prints the answers of `generateimage`, `thumbnail`, or `process`. Results go to standard output, and failures go to
/// standard error.
struct AnswerPrinter: Sendable {
    let form: AnswerForm
    let settings: Settings
    /// Whether the arguments are paths relative to the current folder, and not names relative to `MEDIA_ROOT`.
    var takesPaths = false

    func run(_ answers: () async throws -> [CacheFileAnswer]) async throws -> ExitStatus {
        do {
            return print(try await answers())
        } catch {
            reportEnd(error)
            return ExitStatus(endedBy: error)
        }
    }

    private func print(_ answers: [CacheFileAnswer]) -> ExitStatus {
        var status = ExitStatus.success
        for answer in answers {
            if case .failure(let failure) = answer.result {
                let isMissing = failure.code == .missingSource
                let searched = isMissing ? searched(for: answer.subject) : ""
                reportError("\(answer.subject): \(failure.message)\(searched)")
                status = .incomplete
            }
            if case .content = form {
                if !printContent(of: answer) { status = .incomplete }
            } else {
                StandardStream.output.writeLine(answer.line(form, settings).oneLine)
            }
        }
        return status
    }

    /// The end of a message about a file that does not exist.
    private func searched(for file: String) -> String {
        takesPaths
            ? MissingFileClause(file, in: absolutePath(".")).description : SourceArgument(file, settings).searched
    }

    private func printContent(of answer: CacheFileAnswer) -> Bool {
        guard let path = answer.path(settings) else { return false }
        do {
            try forEachChunk(ofFile: path) { StandardStream.output.write($0) }
            return true
        } catch {
            reportError(error)
            return false
        }
    }

    private func reportError(_ message: Any) { StandardStream.error.report("error", message) }
}
