import Foundation
import WorkerProtocol

/// Asks a worker about its libvips. A query takes at least as long as loading libvips, so use it only for information
/// that depends on the installed libvips.
package enum WorkerQuery {
    /// Returns the version and the formats.
    package static func libvips(environment: [String: String]) throws -> Answer {
        try ask(Query(wantsFormats: true), environment: environment)
    }

    /// - Throws: `MissingExecutableError`, or `WorkerStartError` if the worker does not answer.
    package static func ask(
        _ query: Query,
        environment: [String: String],
        confinement: Confinement? = nil
    ) throws -> Answer {
        let executable = try WorkerExecutable.find(environment: environment)
        do {
            let process = ChildProcess(
                executable: executable,
                arguments: try ["query"] + (confinement.map { [try WireFormat.encode($0)] } ?? []),
                environment: WorkerEnvironment.cleaned(ProcessInfo.processInfo.environment),
                input: Data((try WireFormat.encode(query) + "\n").utf8)
            )
            let answer = try process.run { try $0.readToEnd() ?? Data() }
            return try WireFormat.decode(Answer.self, from: String(decoding: answer, as: UTF8.self))
        } catch ChildProcess.ExecutionError.ended(let how, let line) {
            throw WorkerStartError(executable: executable, reason: line.isEmpty ? how : line)
        } catch {
            throw WorkerStartError(executable: executable, reason: "\(error)")
        }
    }
}
