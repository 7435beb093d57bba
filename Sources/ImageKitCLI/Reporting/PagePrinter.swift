import Operations

/// Prints the results of a command that writes pages.
struct PagePrinter: PageReport {
    /// Whether to print the path of each page that changes.
    let listsChanges: Bool

    func changed(_ path: String) {
        if listsChanges { StandardStream.output.writeLine(path.oneLine) }
    }

    func content(_ bytes: [UInt8]) { bytes.withUnsafeBytes { StandardStream.output.write($0) } }

    func problem(_ message: String) { StandardStream.error.report("error", message) }

    /// Runs a command, and returns its exit status. Prints its error or, on a terminal, the number of changed pages.
    static func status(isCheck: Bool, _ run: () async throws -> PageSummary) async throws -> ExitStatus {
        do {
            let summary = try await run()
            if !isCheck, summary.changed > 0, StandardStream.error.isTerminal {
                StandardStream.error.writeLine("\(counted(summary.changed, "page")) changed")
            }
            return summary.failed > 0 || (isCheck && summary.changed > 0) ? .incomplete : .success
        } catch {
            reportEnd(error)
            return ExitStatus(endedBy: error)
        }
    }
}
