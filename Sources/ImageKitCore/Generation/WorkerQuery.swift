import Foundation
import WorkerProtocol

/// Asks a worker what its libvips can do. It takes as long as loading libvips does, so it is asked only for what
/// nobody else can answer.
public enum WorkerQuery {
    /// The version and the formats alone.
    public static func libvips(environment: [String: String]) throws -> Answer {
        try ask(Query(), environment: environment)
    }

    /// - Throws: `MissingWorker`, or `WorkerFailure` where it does not answer.
    static func ask(
        _ query: Query,
        environment: [String: String],
        confinement: Confinement? = nil
    ) throws -> Answer {
        signal(SIGPIPE, SIG_IGN)
        let executable = try WorkerExecutable.find(environment: environment)
        let process = Process()
        let (input, output, errors) = (Pipe(), Pipe(), Pipe())
        process.executableURL = URL(fileURLWithPath: executable)
        process.arguments = try ["query"] + (confinement.map { [try WireFormat.encode($0)] } ?? [])
        process.standardInput = input
        process.standardOutput = output
        process.standardError = errors
        do {
            try process.run()
            // A worker that is gone already is told by its exit code.
            try? input.fileHandleForWriting.write(contentsOf: Data((WireFormat.encode(query) + "\n").utf8))
            try? input.fileHandleForWriting.close()
            let answer = try output.fileHandleForReading.readToEnd() ?? Data()
            let messages = try errors.fileHandleForReading.readToEnd() ?? Data()
            process.waitUntilExit()
            guard process.terminationStatus == 0 else {
                let last = String(decoding: messages, as: UTF8.self).split(separator: "\n").last.map(String.init)
                throw WorkerQueryFailure(description: last ?? "it ended with exit code \(process.terminationStatus)")
            }
            return try WireFormat.decode(Answer.self, from: String(decoding: answer, as: UTF8.self))
        } catch {
            throw WorkerFailure(executable: executable, reason: "\(error)")
        }
    }
}

private struct WorkerQueryFailure: Error, CustomStringConvertible {
    let description: String
}
