import Foundation
import WorkerProtocol

/// Asks a worker what its libvips can do. It takes as long as loading libvips does, so it is asked only for what
/// nobody else can answer.
package enum WorkerQuery {
    /// The version and the formats alone.
    package static func libvips(environment: [String: String]) throws -> Answer {
        try ask(Query(), environment: environment)
    }

    /// - Throws: `MissingWorker`, or `WorkerFailure` where it does not answer.
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
                input: Data((try WireFormat.encode(query) + "\n").utf8)
            )
            let answer = try process.run { try $0.readToEnd() ?? Data() }
            return try WireFormat.decode(Answer.self, from: String(decoding: answer, as: UTF8.self))
        } catch ChildProcess.Failure.ended(let how, let line) {
            throw WorkerFailure(executable: executable, reason: line.isEmpty ? how : line)
        } catch {
            throw WorkerFailure(executable: executable, reason: "\(error)")
        }
    }
}
