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

        /// The maximum number of requests whose images are made together.
        private static let batch = 200
        /// The time between scans of the folder. Scans are necessary, because events can be lost, and requests of other
        /// machines cause no events.
        private static let pause = Duration.seconds(5)
        /// The maximum share of the time for searches in all sources. Without this limit, such searches could delay all
        /// other requests.
        private static let searchShare = 0.05

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
        ///   - finished: called with the result of each valid request when the request is finished.
        /// - Throws: `FileError`, `SpoolPermissionError`, or `FolderWatchError` if the folder cannot be used, and
        ///   `CancellationError`.
        package func run(started: (String) -> Void, finished: (Event) -> Void) async throws {
            try spool.prepare()
            let watcher = try SpoolWatcher(spool.path)
            started(spool.path)
            var postponed = PostponedRequests()
            var nextSearch = ContinuousClock.now
            while true {
                postponed.removeOld()
                let requests = spool.requests(atMost: Self.batch) { !postponed.contains($0) }
                let rest = await make(requests, searchesAll: false, &postponed, finished)
                // The shutdown must not wait for a search in all sources.
                try Task.checkCancellation()
                let start = ContinuousClock.now
                if !rest.isEmpty, nextSearch <= start {
                    _ = await make(rest, searchesAll: true, &postponed, finished)
                    nextSearch = .now + (.now - start) / Self.searchShare
                } else {
                    for request in rest { postponed.add(request.file, until: nextSearch) }
                }
                guard requests.isEmpty else { continue }
                let due = postponed.next.map { ContinuousClock.now.duration(to: $0) } ?? Self.pause
                try await watcher.wait(atMost: max(.zero, min(due, Self.pause)))
            }
        }

        /// Makes the requested images, and removes the finished requests from the folder.
        /// - Parameter searchesAll: whether all sources are searched for names that do not suggest their source.
        /// - Returns: the requests that need a search in all sources.
        private func make(
            _ requests: [RequestSpool.Request],
            searchesAll: Bool,
            _ postponed: inout PostponedRequests,
            _ finished: (Event) -> Void
        ) async -> [RequestSpool.Request] {
            var open: [ByteName: RequestSpool.Request] = [:]
            var rest: [RequestSpool.Request] = []
            var problems: Set<String> = []
            for request in requests {
                switch request.content {
                case .name(let name): open[ByteName(name)] = request
                case .noName: if !spool.remove(request) { postponed.addFailure(of: request.file) }
                case .unreadable(let error):
                    let isNew = postponed.addFailure(of: request.file, reason: error.description)
                    if isNew { problems.insert(error.description) }
                }
            }
            let images = RequestedImages(registry: registry, options: options, report: report, notify: notify)
            do {
                try await images.make(open.keys.map(\.text), searchesAll: searchesAll) { name, result in
                    guard let request = open.removeValue(forKey: ByteName(name)) else { return }
                    let status: Event.Status
                    switch result {
                    case .made: status = .made
                    case .refused: status = .refused
                    case .failed(let failure): status = .failed(failure)
                    case .notFound: return rest.append(request)
                    case .postponed(let error):
                        problems.insert("\(error)")
                        postponed.addFailure(of: request.file)
                        return
                    }
                    let isRemoved = if case .refused = result { spool.refuse(request) } else { spool.remove(request) }
                    if isRemoved { postponed.remove(request.file) } else { postponed.addFailure(of: request.file) }
                    finished(Event(name: name, status: status))
                }
            } catch is CancellationError {
                // The task is cancelled, so `run` ends. The requests stay in the folder, so that a later process makes
                // their images.
            } catch {
                problems.insert("\(error)")
                for request in open.values { postponed.addFailure(of: request.file) }
            }
            for problem in problems.sorted(by: precedesInBytes) { report.problem(problem) }
            return rest
        }
    }
#endif
