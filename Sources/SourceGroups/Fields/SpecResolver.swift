import ImageSpecs
import Registry
import WorkerProtocol

/// Resolves the specs of a registry's generators for each source. A class, so that a million sources share one instance.
package final class SpecResolver: Sendable {
    /// By the generators' indices. Unused for specs with fields.
    package let namings: [CacheFileNaming]
    private let registry: Registry
    private let catalog: SourceCatalog
    private let changing: [Bool]
    private let overlays: FieldOverlays

    package init(_ registry: Registry, _ catalog: SourceCatalog) {
        self.registry = registry
        self.catalog = catalog
        namings = registry.namings
        changing = registry.generators.map(\.spec.hasFields)
        overlays = FieldOverlays(registry)
    }

    var settings: Settings { registry.settings }

    /// - Parameter generator: its index in the registry.
    package func isDynamic(_ generator: Int) -> Bool { changing[generator] }

    /// The identities of all namings; nil if some depend on the fields of the source.
    package var staticNamings: [Int]? { changing.contains(true) ? nil : namings.map(\.identity) }

    /// The naming of a generator's file of a source; nil if the source lacks a field.
    package func naming(of generator: Int, _ fields: () -> SourceFields) -> CacheFileNaming? {
        guard isDynamic(generator) else { return namings[generator] }
        return try? spec(of: generator, fields()).get().naming
    }

    /// The identities of all namings of a source's files.
    package func identities(_ fields: SourceFields) -> Set<Int> {
        Set(
            namings.indices.compactMap { index in
                naming(of: index, { fields })?.identity
            }
        )
    }

    package func fields(of source: String) -> SourceFields { SourceFields(source, catalog) }

    /// The spec of a generator with fields.
    package func spec(of generator: Int, _ fields: SourceFields) -> Result<ResolvedSpec, Outcome.Failure> {
        let spec = registry.generators[generator].spec
        let groups = registry.fieldGroups(of: generator)
        do throws(FieldError) {
            let filled = try spec.filled { name throws(FieldError) in
                try fields.value(of: name, in: groups, isUpright: spec.extensions.autorotate)
            }
            try overlays.check(filled, of: registry.generators[generator])
            let naming = registry.generators[generator].naming(of: filled, registry.settings)
            return .success(ResolvedSpec(spec: filled, naming: naming))
        } catch {
            return .failure(fields.failure(error))
        }
    }
}

extension Registry {
    /// The source groups whose columns are the fields of a generator. The generator of a single-file command has no
    /// sources, and uses the groups of the registered one.
    package func fieldGroups(of generator: Int) -> [String] {
        let own = generators[generator]
        guard own.groups.isEmpty else { return own.groups }
        return generators.first { $0.id == own.id }?.groups ?? []
    }

    /// The columns of a source group that specs use.
    func columns(of group: String) -> Set<String> {
        var names: Set<String> = []
        for index in generators.indices where fieldGroups(of: index).contains(group) {
            names.formUnion(generators[index].spec.fieldNames)
        }
        return names
    }
}
