import Files
import Queues
import Registry

/// No source of a bundle exists, or the registry makes no image of the sources that exist.
struct MissingSourcesError: Error, CustomStringConvertible {
    let description: String
    /// Whether this machine has no sources at all.
    let isOfMachine: Bool

    /// Whether the bundle needs sources in `MEDIA_ROOT`, and `MEDIA_ROOT` contains nothing except the cache folder.
    static func isOfMachine(_ bundle: Bundle, _ registry: Registry) -> Bool {
        let settings = registry.settings
        // A canvas has an empty name. A bundle with an existing source needs no look into `MEDIA_ROOT`.
        let names = bundle.sources.filter { !$0.isEmpty }
        guard !names.isEmpty, names.allSatisfy({ FileStamp(path: settings.path(of: $0)) == nil }),
            registry.sourceGroups.values.allSatisfy({ $0.bucket == nil })
        else { return false }
        return entries(ofFolder: settings.mediaRoot)
            .allSatisfy { isPath(settings.cacheFolder, in: settings.path(of: $0)) }
    }

    init(_ bundle: Bundle, _ settings: Settings, isOfMachine: Bool = false) {
        self.isOfMachine = isOfMachine
        // A canvas has an empty name and needs no file.
        let hasFile = bundle.sources.contains { $0.isEmpty || FileStamp(path: settings.path(of: $0)) != nil }
        if hasFile, !isOfMachine {
            let count = bundle.sources.count
            let sources = count == 1 ? "source" : "\(count) sources"
            description =
                "the registry on this machine makes no image of the \(sources) of the bundle: use the registry with which "
                + "the bundle was sent"
        } else {
            let count = bundle.sources.count { !$0.isEmpty }
            let subject = count == 1 ? "the source" : "none of the \(count) sources"
            let verb = count == 1 ? "does not exist" : "exists"
            description = "\(subject) of the bundle \(verb) on this machine: check MEDIA_ROOT and the registry"
        }
    }
}
