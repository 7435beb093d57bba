import Files
import Synchronization
import WorkerProtocol

/// The state of one cache folder in the memory of this process.
final class MemoryState: WritableState {
    private struct Records {
        var sources: [ByteName: SourceRecord] = [:]
        /// The records of cache files by source name.
        var files: [ByteName: [CacheRecord]] = [:]
        var onDemand: [ByteName: OnDemandCall] = [:]
        var renderers: Set<Renderer> = []
        var mentioned: Set<String> = []
        var failures: [FailureKey: FailureRecord?] = [:]
    }

    private let records = Mutex(Records())

    func read<T>(_ part: StatePart, _ body: (any StateReading) throws -> T) throws -> T { try body(self) }

    func onDemand() -> [ByteName: OnDemandCall] { records.withLock(\.onDemand) }

    func sources(ofCacheFile name: String) -> [String] {
        records.withLock { records in
            records.files.filter { $0.value.contains { $0.isNamed(name) } }.map(\.key.text)
        }
    }

    func cacheFileNames() -> Set<ByteName> {
        records.withLock { records in Set(records.files.values.joined().map { ByteName($0.name) }) }
    }

    func madeFiles() -> [ByteName: Int] {
        records.withLock { records in
            var files: [ByteName: Int] = [:]
            for record in records.files.values.joined() {
                guard case .made(let bytes, _) = record.state, let renderer = record.renderer else { continue }
                if renderer != Renderer.foundNumber { files[ByteName(record.name)] = bytes }
            }
            return files
        }
    }

    func failures() -> [FailureKey: FailureRecord?] { records.withLock(\.failures) }

    func renderers() -> [Renderer] { records.withLock { Array($0.renderers) } }

    func hasFaultSearch(by version: String) -> Bool { records.withLock { $0.mentioned.contains(version) } }

    func recordFaultSearch(by version: String) { records.withLock { _ = $0.mentioned.insert(version) } }

    func write(_ changes: [StateChange]) {
        records.withLock { records in
            for change in changes {
                switch change {
                case .source(let name, let record): records.sources[ByteName(name)] = record
                case .cacheFile(let source, let record):
                    records.files[ByteName(source), default: []].removeAll { $0.isNamed(record.name) }
                    records.files[ByteName(source), default: []].append(record)
                case .renderer(let renderer): records.renderers.insert(renderer)
                case .images: break
                case .failure(let key, let record): records.failures[key] = record
                case .call(let name, let call): records.onDemand[ByteName(name)] = call
                }
            }
        }
    }

    func wasWrittenByOthers() -> Bool { false }

    func forget(_ names: [String]) {
        let gone = Set(names.map(ByteName.init))
        records.withLock { records in
            for (source, files) in records.files {
                let left = files.filter { !gone.contains(ByteName($0.name)) }
                records.files[source] = left.isEmpty ? nil : left
                if left.isEmpty { records.sources[source] = nil }
            }
            for name in names { records.onDemand[ByteName(name)] = nil }
        }
    }

    func markPending(_ names: [String]) {
        let chosen = Set(names.map(ByteName.init))
        records.withLock { records in
            for (source, files) in records.files {
                for index in files.indices where chosen.contains(ByteName(files[index].name)) {
                    records.files[source]?[index].state = .pending
                }
            }
        }
    }

    func close() {}
}

extension MemoryState: StateReading {
    func source(_ name: String) -> SourceRecords {
        SourceRecords(source: records.withLock { $0.sources[ByteName(name)] })
    }

    func files(of name: String) -> [CacheRecord] { records.withLock { $0.files[ByteName(name)] ?? [] } }
}
