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
    static func ask(_ query: Query, environment: [String: String]) throws -> Answer {
        let executable = try WorkerExecutable.find(environment: environment)
        let process = Process()
        let (input, output) = (Pipe(), Pipe())
        process.executableURL = URL(fileURLWithPath: executable)
        process.arguments = ["query"]
        process.standardInput = input
        process.standardOutput = output
        do {
            try process.run()
            try input.fileHandleForWriting.write(contentsOf: Data((WireFormat.encode(query) + "\n").utf8))
            try input.fileHandleForWriting.close()
            let answer = try output.fileHandleForReading.readToEnd() ?? Data()
            process.waitUntilExit()
            return try WireFormat.decode(Answer.self, from: String(decoding: answer, as: UTF8.self))
        } catch {
            throw WorkerFailure(executable: executable, reason: "\(error)")
        }
    }
}
