import Foundation
import TestSupport

@testable import CacheState
@testable import Files
@testable import Operations
@testable import Planning
@testable import Registry

/// A registry and its media in a temporary folder.
struct Site {
    static let small = #""small": { "source": "photos", "format": "GIF", "processors": [{ "ResizeToFit": [3, 2] }] }"#
    static let large = #""large": { "source": "photos", "format": "GIF", "processors": [{ "ResizeToFit": [9, 6] }] }"#

    let folder = TemporaryFolder()

    /// - Parameters:
    ///   - generators: the members of the registry's `generators`.
    ///   - settings: the members of the registry's `settings`.
    init(_ generators: String = Site.small, settings: String = "", photos: [String] = ["a.png"]) {
        folder.makeFolder("photos")
        // The photos have decreasing sizes, so the batch processes them in this order.
        for (index, name) in photos.enumerated() {
            folder.write("photos/\(name)", name + String(repeating: "x", count: max(100, photos.count) - index))
        }
        write(generators, settings: settings)
    }

    func write(_ generators: String, settings: String = "") {
        folder.write(
            "specs.json",
            """
            {
                "settings": { \(settings) },
                "source_groups": { "photos": { "glob": ["photos/*"] } },
                "generators": { \(generators) }
            }
            """
        )
    }

    func registry() throws -> Registry {
        try Registry.load(path: folder.path("specs.json"), environment: [:], ask: NoWorker.ask)
    }

    func options(_ workers: FakeWorkers) -> GenerationOptions {
        GenerationOptions(runners: workers)
    }

    /// Runs a batch.
    @discardableResult
    func generate(
        _ workers: FakeWorkers = FakeWorkers(),
        report: RecordingReport = RecordingReport(),
        _ change: (inout GenerationOptions) -> Void = { _ in }
    ) async throws -> GenerationSummary {
        var options = options(workers)
        change(&options)
        return try await Generation(registry: registry(), options: options, report: report).run()
    }

    func prune(_ change: (inout Prune) -> Void) throws -> Prune {
        var prune = Prune(try registry())
        change(&prune)
        return prune
    }

    /// Runs a batch that makes nothing, and returns its lines.
    func dryRun() async throws -> [String] {
        let report = RecordingReport()
        try await generate(report: report) { $0.isDryRun = true }
        return report.lines
    }

    /// Returns the name of the cache file of a generator and a source.
    func name(_ generator: String = "small", _ source: String = "photos/a.png") throws -> String {
        let registry = try registry()
        let found = registry.generators.first { $0.id == generator }!
        return found.naming(registry.settings).name(for: .source(source), content: nil)
    }

    /// The cache files, relative to the cache folder, in byte order.
    var cacheFiles: [String] {
        let root = folder.path("CACHE/images")
        let names = FileManager.default.enumerator(atPath: root)?.compactMap { $0 as? String } ?? []
        return names.filter { name in
            var isFolder: ObjCBool = false
            let exists = FileManager.default.fileExists(atPath: root + "/" + name, isDirectory: &isFolder)
            return exists && !isFolder.boolValue && !name.hasPrefix(".imagekit")
        }.sorted()
    }

    func remove(_ name: String) throws { try FileManager.default.removeItem(atPath: folder.path(name)) }

    func exists(_ name: String) -> Bool { FileManager.default.fileExists(atPath: folder.path(name)) }

    private func cacheRecords(of source: String) throws -> [CacheRecord] {
        let registry = try registry()
        let tree = CacheTree(settings: registry.settings)
        guard let state = try registry.settings.cacheBackend.openForReading(tree) else { return [] }
        defer { state.close() }
        return try state.read(StatePart(source: source)) { try $0.records(of: source).files }
    }

    /// Returns, for each image of a source, how often it failed for a reason that can disappear.
    func tries(of source: String = "photos/a.png") throws -> [Int] {
        try cacheRecords(of: source).map { $0.tries ?? 0 }
    }

    /// Returns the records of a source's images in the state: `made`, `pending` or the code of a failure.
    func records(of source: String = "photos/a.png") throws -> [String] {
        try cacheRecords(of: source).map { record in
            switch record.state {
            case .made: "made"
            case .pending: "pending"
            case .failed(let failure, _): failure.code.rawValue
            }
        }.sorted()
    }
}
