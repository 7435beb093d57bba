import DjangoImport
import Files
import ImageSpecs
import JSON
import Registry
import WorkerProtocol
import Workers

/// What is installed and active, for `imagekit doctor`.
package struct Diagnosis: Sendable {
    package struct LibVips: Sendable {
        package let version: String
        package let folder: String?
        package let read: [String]
        package let written: [String]
    }

    /// The path of the registry, or the reason why the default settings are used instead.
    package let registry: String
    /// The path of the worker; nil if it is not found.
    package let worker: String?
    package let libvips: LibVips?
    package let sandbox: String
    /// The protections that a worker reports if it has the same confinement as in a run.
    package let protection: [String]
    package let obstacles: [String]
    /// The files and folders that a worker can read; nil if it can read all.
    package let readable: [String]?
    /// The limits, with the names of their settings.
    package let limits: [(name: String, value: String)]
    package let state: String
    /// The reason why no image can be made; nil if a worker starts.
    package let failure: String?

    package var isSound: Bool { failure == nil }

    /// - Parameter registry: the path on the command line; nil if the option is not given.
    package init(registry path: String?, environment: [String: String]) {
        var loaded: Registry?
        do throws(RegistryError) {
            loaded = try Registry.load(path: path, forNamesOnly: true, environment: environment) { query in
                try WorkerQuery.ask(query, environment: environment)
            }
            registry = loaded?.path ?? ""
        } catch {
            registry = "defaults, for " + (error.problems.first.map { "\($0)".withoutSecrets() } ?? "there is none")
        }
        let settings = loaded?.settings ?? Settings(mediaRoot: absolutePath("."))
        sandbox = settings.sandbox.rawValue
        limits = Self.limits(settings)
        state = "\(settings.cacheBackendKind)"
        worker = try? WorkerExecutable.find(environment: environment)
        let confinement =
            loaded?.confinement(writing: [settings.cacheFolder])
            ?? Confinement(sandbox: .auto, memory: settings.limits.memory)
        do {
            let answer = try WorkerQuery.ask(
                Query(wantsFormats: true),
                environment: environment,
                confinement: confinement
            )
            libvips = LibVips(
                version: answer.libvips.version,
                folder: answer.libraryFolder,
                read: answer.formats.filter(\.isRead).map(\.name),
                written: answer.formats.filter(\.isWritten).map(\.name)
            )
            let found = answer.protection
            protection = [
                found.landlock.map { "Landlock (ABI \($0))" }, found.filtersCalls ? "seccomp filter" : nil,
                found.filtersCalls ? "no new privileges" : nil, found.limitsMemory ? "limit of memory" : nil,
            ].compactMap(\.self)
            (obstacles, readable) = (found.obstacles, found.readable)
            failure = nil
        } catch {
            (libvips, protection, obstacles, readable) = (nil, [], [], nil)
            failure = "\(error)".withoutSecrets()
        }
    }
}

extension Diagnosis {
    private static func limits(_ settings: Settings) -> [(name: String, value: String)] {
        Setting.all.filter { $0.group == .limits && $0.name != "sandbox" }.map { setting in
            (setting.name, setting.text(in: settings))
        }
    }

    package func json(version: String) -> JSONText {
        func list(_ texts: [String]) -> JSONText { .array(texts.map { .string($0) }) }
        let libvips = libvips.map { libvips in
            JSONText.object(omittingNil: [
                "version": .string(libvips.version), "folder": libvips.folder.map { .string($0) },
                "reads": list(libvips.read), "writes": list(libvips.written),
            ])
        }
        return .object(omittingNil: [
            "version": .string(version), "registry": .string(registry), "worker": worker.map { .string($0) },
            "error": failure.map { .string($0) }, "libvips": libvips,
            "sandbox": .object(omittingNil: [
                "setting": .string(sandbox), "in_force": list(protection), "obstacles": list(obstacles),
                "readable": readable.map(list),
            ]),
            "limits": .object(limits.map { JSONText.Member(key: $0.name, value: .string($0.value)) }),
            "state": .string(state),
        ])
    }
}
