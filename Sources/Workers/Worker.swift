import Foundation
import Subprocess
import WorkerProtocol

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// One worker process, from its start to its end.
struct Worker {
    let executable: String
    let limits: WorkerPool.TimeLimits
    let confinement: Confinement
    let identified: @Sendable (LibVipsIdentity) -> Void

    private typealias Running = Execution<CustomWriteInput, SequenceOutput, SequenceOutput>

    /// Serves jobs until the queue is empty or the process ends. If the process ends during a message with a single
    /// job, this job fails. If the message has several jobs, each unfinished job is returned in a message of its own.
    /// After the deadline of the run, these jobs fail instead.
    /// - Parameter first: the messages to send before the queue is asked.
    /// - Returns: the messages that another worker has to process.
    /// - Throws: `WorkerStartError` if the worker cannot start, and `CancellationError`.
    func live(from first: [[Job]], _ queue: WorkerPool.Queue) async throws -> [[Job]] {
        let dropped = ProcessInfo.processInfo.environment.keys.filter(WorkerEnvironment.drops)
            .map { (Environment.Key(stringLiteral: $0), String?.none) }
        var options = PlatformOptions()
        // Start a process group for the worker. Otherwise, Ctrl-C in a terminal would also reach the worker, but
        // imagekit itself ends its workers.
        options.processGroupID = 0
        do {
            let result = try await Subprocess.run(
                .path(.init(executable)),
                arguments: [try WireFormat.encode(confinement)],
                environment: .inherit.updating(Dictionary(uniqueKeysWithValues: dropped)),
                platformOptions: options,
                input: .inputWriter,
                output: .sequence,
                error: .sequence
            ) { running in
                async let messages = lastMessages(of: running.standardError)
                let end = await serve(running, from: first, queue)
                return (end, await messages)
            }
            let rest = result.closureResult.0.rest
            guard let death = result.closureResult.0.death else { return rest }
            try Task.checkCancellation()
            if case .exited(let code) = result.terminationStatus, code == 126 || code == 127,
                !Outcome.Failure.mentionsOutOfMemory(result.closureResult.1)
            {
                // These exit codes mean that the worker cannot start or cannot load libvips, for example because a
                // shared library is missing. The image did not cause this, so the image does not fail. The exception is
                // a lack of memory: the job can already use so much memory that libvips cannot be loaded.
                let last = result.closureResult.1.split(separator: "\n").last.map { ": \($0)" } ?? ""
                throw WorkerStartError(executable: executable, reason: "it ended with exit code \(code)\(last)")
            }
            if case .exited(Confinement.exitCode) = result.terminationStatus {
                throw WorkerStartError(executable: executable, reason: result.closureResult.1.trimmedLine)
            }
            // It is unknown which job of a message ended the worker. So send each unfinished job in a message of its
            // own. After the deadline of the run, do not send them again: all of them fail.
            if death.isShared, !limits.isOver {
                // Delete the temporary files, because the next worker does not write to a file that exists
                // (`OutputFile`).
                for target in death.jobs.flatMap(\.outputs).compactMap(\.target) { unlink(target.temporaryPath) }
                return death.jobs.map { [$0] } + rest
            }
            let failure = reason(of: death, result.terminationStatus, result.closureResult.1)
            // After `.failure`, the batch can try the outputs of the job again, one by one. If the source was not
            // decoded in time, each of these tries would wait for the same decoder. In this case, report `.success`
            // with an outcome in which all outputs failed, so that the batch does not try them again.
            let isAnswer = death.exceeded != nil && !death.isDecoded
            for job in death.jobs { queue.ended(job, isAnswer ? .success(job.failed(failure)) : .failure(failure)) }
            return rest
        } catch let error as SubprocessError {
            try Task.checkCancellation()
            throw WorkerStartError(executable: executable, reason: "\(error)")
        }
    }

    /// The end of a worker.
    private struct End: Sendable {
        /// Nil if the worker finished all jobs of its messages.
        var death: Death?
        /// The messages that were not sent.
        var rest: [[Job]]
    }

    /// The early end of a worker during a message.
    private struct Death: Sendable {
        /// The jobs of the message that the worker did not finish.
        let jobs: [Job]
        /// Whether the message had several jobs.
        let isShared: Bool
        /// The time limit, if it was exceeded.
        let exceeded: Duration?
        /// The CPU time that the worker used for the source or the image; nil if it is unknown.
        let used: Duration?
        /// Whether the worker had started with the outputs. A worker starts with them after it has decoded the source,
        /// or immediately if the job has no source.
        let isDecoded: Bool
        /// Whether the worker was stopped because it sent something other than the expected outcome.
        let isInvalid: Bool
    }

    private func serve(_ running: Running, from first: [[Job]], _ queue: WorkerPool.Queue) async -> End {
        var lines = LineReader(running.standardOutput)
        let kill: @Sendable () -> Void = { try? running.send(signal: .kill) }
        let end = limits.deadline.map { Deadline(after: max($0 - .now, .zero), kill) }
        defer { end?.cancel() }
        let clock = ProcessorClock(of: running.processIdentifier.value)
        var rest = first[...]
        var size = MessageSize()
        var continues = true
        while continues {
            var jobs = rest.popFirst() ?? []
            if jobs.isEmpty { jobs = await queue.next(size.jobs) }
            guard !jobs.isEmpty else { break }
            clock.restart()
            let begin = ContinuousClock.now
            let deadline = RenewableDeadline(after: limits.perImage) {
                clock.stop()
                kill()
            }
            let reply = await ask(jobs, running, &lines, deadline, clock, queue)
            let isInTime = deadline.cancel()
            guard reply.finished == jobs.count else {
                try? running.send(signal: .kill)
                let death = Death(
                    jobs: Array(jobs[reply.finished...]),
                    isShared: jobs.count > 1,
                    exceeded: isInTime ? nil : limits.perImage,
                    used: clock.elapsed,
                    isDecoded: deadline.renewals > 0 || jobs[0].source.isEmpty,
                    isInvalid: reply.isInvalid
                )
                return End(death: death, rest: Array(rest))
            }
            size.learn(duration: .now - begin, of: jobs.count)
            // If the deadline passed while the last outcome arrived, the worker was killed, and a new worker takes the
            // next jobs.
            continues = isInTime && !reply.isFull && !Task.isCancelled
        }
        try? await running.standardInputWriter.finish()
        return End(death: nil, rest: Array(rest))
    }

    private struct Reply {
        /// The number of outcomes that arrived.
        var finished = 0
        /// Whether the worker sent something other than the expected outcome.
        var isInvalid = false
        /// Whether an image exceeded the memory limit. If so, the worker ends after the message, because the memory
        /// that the worker did not free would count against the next image.
        var isFull = false
    }

    /// Sends a message and passes each outcome to the queue.
    private func ask(
        _ jobs: [Job],
        _ running: Running,
        _ lines: inout LineReader,
        _ deadline: RenewableDeadline,
        _ clock: ProcessorClock,
        _ queue: WorkerPool.Queue
    ) async -> Reply {
        var reply = Reply()
        do {
            _ = try await running.standardInputWriter.write(try WireFormat.encode(JobMessage(jobs)) + "\n")
            for job in jobs {
                // The worker sends an empty line after each output, after the first decoding for still images, and
                // after the decoding for animations. The outcome is the last line.
                var line = try await lines.next()
                for _ in 0..<(job.outputs.count + 2) where line?.isEmpty == true {
                    deadline.renew()
                    clock.restart()
                    line = try await lines.next()
                }
                guard let line else { return reply }
                let outcome = try WireFormat.decode(Outcome.self, from: line)
                guard outcome.id == job.id else {
                    reply.isInvalid = true
                    return reply
                }
                if let libvips = outcome.libvips { identified(libvips) }
                reply.finished += 1
                reply.isFull = reply.isFull || outcome.isFull
                queue.ended(job, .success(outcome))
            }
        } catch is LineLengthError {
            reply.isInvalid = true
        } catch is DecodingError {
            reply.isInvalid = true
        } catch {
            // A pipe of the worker is closed, usually because the worker ended. The caller handles the unfinished jobs.
        }
        return reply
    }

    /// Reads the standard error of the worker and keeps its end. Reading is necessary because a full pipe would block
    /// the worker.
    private func lastMessages(of stream: SubprocessOutputSequence) async -> String {
        var tail: [UInt8] = []
        do {
            for try await buffer in stream {
                buffer.withUnsafeBytes { tail.append(contentsOf: $0) }
                if tail.count > 4096 { tail.removeFirst(tail.count - 2048) }
            }
        } catch {
            // If the stream cannot be read, keep the part that was read before.
        }
        return String(decoding: tail, as: UTF8.self)
    }

    private func reason(of death: Death, _ status: TerminationStatus, _ messages: String) -> Outcome.Failure {
        if let exceeded = death.exceeded {
            return .notInTime(exceeded, used: death.used)
        }
        let last = messages.split(separator: "\n").last.map { ", saying: \($0)" } ?? ""
        if Outcome.Failure.mentionsOutOfMemory(messages) {
            let limit = confinement.memory
            return Outcome.Failure(code: .outOfMemory, message: "it needs more than max_memory, \(limit) bytes")
        }
        switch status {
        case .exited(let code):
            return Outcome.Failure(code: .crashed, message: "the worker ended with exit code \(code)\(last)")
        case .signaled(let signal):
            let name = strsignal(signal).map { " (\(String(cString: $0)))" } ?? ""
            // No decoder sends SIGKILL, SIGTERM, SIGINT, or SIGHUP. After an invalid answer, imagekit itself killed the
            // worker. At the deadline of the run, imagekit also kills the worker, but the batch reports no failures
            // after this deadline. Otherwise, the signal probably came from another process or from the system.
            let isForeign = !death.isInvalid && [SIGKILL, SIGTERM, SIGINT, SIGHUP].contains(signal)
            let code = isForeign ? Outcome.Code.killed : .crashed
            return Outcome.Failure(code: code, message: "the worker was ended by signal \(signal)\(name)\(last)")
        }
    }
}

extension Outcome.Failure {
    /// Returns the failure of a worker that exceeded a time limit. If the worker used less than half of the limit as CPU
    /// time, the code is `stalled`, because the worker can be fast enough on an idle machine.
    /// - Parameter used: the CPU time that the worker used; nil if it is unknown.
    static func notInTime(_ limit: Duration, used: Duration?) -> Self {
        let message = "not done after \(limit); --timeout sets the limit"
        guard let used, used < limit / 2 else { return Self(code: .timeout, message: message) }
        let seconds = String(format: "%.1f", used / .seconds(1))
        return Self(code: .stalled, message: "\(message) (it used \(seconds) seconds of CPU time)")
    }
}

extension Outcome {
    fileprivate var isFull: Bool {
        results.contains { if case .failed(let failure)? = $0 { failure.code == .outOfMemory } else { false } }
    }
}

extension Job {
    /// The outcome in which all requested outputs failed for the same reason.
    fileprivate func failed(_ failure: Outcome.Failure) -> Outcome {
        Outcome(id: id, results: outputs.map { $0.target == nil ? nil : .failed(failure) })
    }
}

extension String {
    fileprivate var trimmedLine: String { split(separator: "\n").last.map(String.init) ?? "it printed no message" }
}

/// Workers cannot be started, so no image can be made.
package struct WorkerStartError: Error, CustomStringConvertible {
    let executable: String
    let reason: String

    package var description: String { "cannot start \(executable): \(reason)" }
}
