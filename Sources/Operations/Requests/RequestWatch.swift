import CacheState
import Files
import Planning
import Registry
import SourceGroups
import WorkerProtocol

#if os(Linux)
    /// Makes the cache files that a Django site requests in its spool folder, until it is cancelled.
    package struct RequestWatch: Sendable {
        /// The result of a request.
        package struct Event: Sendable {
            package enum Status: Sendable {
                case made
                /// The site makes the file itself.
                case refused
                case failed(Outcome.Failure)
            }

            /// The name of the cache file.
            package let name: String
            package let status: Status
        }

        private let registry: Registry
        private let spool: RequestSpool
        private let options: GenerationOptions
        private let report: any GenerationReport
        private let notify: @Sendable (SourceNotice) -> Void

        /// The maximum number of requests that are made together.
        private static let batch = 200
        /// The time between scans of the folder. Scans are necessary, because events can be lost, and requests of other
        /// machines cause no events.
        private static let pause = Duration.seconds(5)

        package init(
            _ registry: Registry,
            _ options: GenerationOptions,
            report: any GenerationReport,
            notify: @escaping @Sendable (SourceNotice) -> Void
        ) {
            self.registry = registry
            self.options = options
            self.report = report
            self.notify = notify
            spool = RequestSpool(registry.settings)
        }

        /// - Parameters:
        ///   - started: called when the folder is watched, with its path.
        ///   - finished: called with the result of each request.
        /// - Throws: `FileError` or `FolderWatchError` if the folder cannot be watched, and `CancellationError`.
        package func run(started: (String) -> Void, finished: (Event) -> Void) async throws {
            try spool.prepare()
            let watcher = try SpoolWatcher(spool.path)
            started(spool.path)
            while true {
                let requests = spool.requests(atMost: Self.batch)
                let isDone = await makeAll(requests, finished)
                if requests.isEmpty || !isDone { try await watcher.wait(atMost: Self.pause) }
                try Task.checkCancellation()
            }
        }

        /// - Returns: whether all requests are done. Other requests stay in the folder, so that they are repeated.
        private func makeAll(_ requests: [RequestSpool.Request], _ finished: (Event) -> Void) async -> Bool {
            var open: [ByteName: RequestSpool.Request] = [:]
            for request in requests {
                if let name = request.name { open[ByteName(name)] = request } else { spool.remove(request) }
            }
            guard !open.isEmpty else { return true }
            let images = RequestedImages(registry: registry, options: options, report: report, notify: notify)
            do {
                try await images.make(requests.compactMap(\.name)) { name, result in
                    guard let request = open.removeValue(forKey: ByteName(name)) else { return }
                    switch result {
                    case .made:
                        spool.remove(request)
                        finished(Event(name: name, status: .made))
                    case .refused:
                        spool.refuse(request)
                        finished(Event(name: name, status: .refused))
                    case .failed(let failure):
                        spool.remove(request)
                        finished(Event(name: name, status: .failed(failure)))
                    }
                }
            } catch is CancellationError {
                return false
            } catch {
                report.problem("\(error)")
                return false
            }
            return open.isEmpty
        }
    }
#endif
