import ImageSpecs

@testable import JSON
@testable import Registry

/// The input is the file of a registry.
enum RegistryInput {
    /// The folder does not exist, so no include is found.
    private static let path = "/fuzzing/specs.json"

    static func run(_ bytes: [UInt8]) throws(FuzzError) {
        if let json = try? parseJSON(bytes) { try checkWriting(json) }
        let registry: Registry
        do throws(RegistryError) {
            // Read only names. Otherwise, a worker would have to check the calls of libvips.
            var reader = RegistryReader(
                path: path,
                environment: [:],
                bytes: { _ in bytes },
                ask: { _ in preconditionFailure("names need no worker") }
            )
            registry = try reader.read(forNamesOnly: true)
        } catch {
            let messages = error.problems.map(\.description)
            return try require(!messages.isEmpty && !messages.contains(""), "the registry is refused without a message")
        }
        try checkNames(registry)
    }

    /// Checks that a registry is the same after it is written and read again.
    private static func checkWriting(_ json: JSONNode) throws(FuzzError) {
        let text = JSONText(json)
        for written in [text.text, text.laidOut] {
            let read = (try? parseJSON(Array(written.utf8))).map { JSONText($0) }
            try require(read == text, "the registry has another value after writing and reading: \(written)")
        }
    }

    /// Checks that cache files stay in the cache folder.
    private static func checkNames(_ registry: Registry) throws(FuzzError) {
        let folder = registry.settings.cachefileDir
        for (generator, naming) in zip(registry.generators, registry.namings) where !generator.spec.hasFields {
            let name = naming.name(for: generator.isCanvas ? .canvas : .source("folder/name.jpg"), content: nil)
            let isBelow = folder == "." || name.utf8.starts(with: "\(folder)/".utf8)
            try require(isBelow && !name.split(separator: "/").contains(".."), "\(name) is not below \(folder)")
        }
    }
}
