import Files
import ImageHeaders
import ImageSpecs
import Registry
import WorkerProtocol

/// Resolves the specs of a registry's generators for each source. A run has only one resolver, because computing the
/// naming of a generator takes several hashes. The type is a class, so that all sources share the resolver without a
/// copy.
package final class SpecResolver: Sendable {
    /// The naming of each generator. It is not used for a generator whose spec depends on the source (`isDynamic`).
    package let namings: GeneratorMap<CacheFileNaming>
    package let registry: Registry
    package let catalog: SourceCatalog
    private let changing: GeneratorMap<Bool>
    private let overlays: FieldOverlays

    package init(_ registry: Registry, _ catalog: SourceCatalog) {
        self.registry = registry
        self.catalog = catalog
        namings = registry.namings
        changing = registry.generators.mapValues { _, generator in
            generator.spec.hasFields || generator.member?.size == .ofSource
        }
        overlays = FieldOverlays(registry)
    }

    /// Whether a generator makes an image of a source. The result can be false only for a member of a set with lengths,
    /// for example if the length of the member exceeds the length of the source (`SetMember.applies`).
    package func applies(_ generator: GeneratorID, _ fields: @autoclosure () -> SourceFields) -> Bool {
        guard let member = registry.generators[generator].member, case .lengths = member.sizing else { return true }
        let isUpright = registry.generators[generator].spec.extensions.autorotate
        return member.applies(to: fields().size(isUpright: isUpright))
    }

    /// Whether the result of `applies` depends on the size of the source.
    package func needsSize(_ generator: GeneratorID) -> Bool {
        if case .lengths? = registry.generators[generator].member?.sizing { true } else { false }
    }

    /// Whether the generator's spec depends on the source. This is true if the spec has fields, or if the generator is
    /// a member whose length is that of the source (`MemberSize.ofSource`).
    package func isDynamic(_ generator: GeneratorID) -> Bool { changing[generator] }

    /// The identities of all namings; nil if some of the namings depend on the source.
    package var staticNamings: [Int]? { changing.contains(true) ? nil : namings.map(\.identity) }

    /// The naming of the file that a generator makes from a source; nil if it is unknown, for example because the
    /// source lacks a field.
    package func naming(of generator: GeneratorID, _ fields: () -> SourceFields) -> CacheFileNaming? {
        guard isDynamic(generator) else { return namings[generator] }
        return try? spec(of: generator, fields()).get().naming
    }

    /// The identities of the namings of all generators for a source. Unknown namings are left out.
    package func identities(_ fields: SourceFields) -> Set<Int> {
        Set(
            namings.indices.compactMap { generator in
                naming(of: generator, { fields })?.identity
            }
        )
    }

    /// Returns the fields of a source. A canvas has no fields.
    /// - Parameters:
    ///   - stamp: the stamp that was found with the source. It can be nil for a file, and is nil for a canvas.
    ///   - header: the header of the content with this stamp; nil if it is unknown.
    package func fields(
        of origin: ImageOrigin,
        _ stamp: FileStamp?,
        header: SourceHeader? = nil
    ) -> SourceFields {
        SourceFields(origin, stamp, header, catalog)
    }

    /// Resolves the spec of a generator for a source.
    package func spec(of generator: GeneratorID, _ fields: SourceFields) -> Result<ResolvedSpec, Outcome.Failure> {
        spec(of: registry.generators[generator], fields)
    }

    /// - Parameter generator: a generator of the registry, or the generator of a single-file command.
    package func spec(of generator: Generator, _ fields: SourceFields) -> Result<ResolvedSpec, Outcome.Failure> {
        var (spec, id): (ImageSpec, String?) = (generator.spec, nil)
        if let member = generator.member, member.size == .ofSource {
            let size = fields.size(isUpright: spec.extensions.autorotate)
            guard let resolved = size.flatMap({ member.resolved(spec, source: $0) }) else {
                return .failure(fields.failure(.unreadable("the size of the source is unknown")))
            }
            (spec, id) = (resolved.spec, resolved.id)
        }
        let groups = registry.fieldGroups(of: generator)
        do throws(FieldError) {
            let filled = try spec.filled { name throws(FieldError) in
                try fields.value(of: name, in: groups, isUpright: generator.spec.extensions.autorotate)
            }
            try overlays.check(filled, of: generator)
            let naming = generator.naming(of: filled, id: id, registry.settings)
            return .success(ResolvedSpec(spec: filled, naming: naming, id: id))
        } catch {
            return .failure(fields.failure(error))
        }
    }
}

extension Registry {
    /// The source groups whose columns are the fields of a generator. The generator of a single-file command has no
    /// source groups, so this function returns the groups of the registered generator with the same id.
    package func fieldGroups(of generator: Generator) -> [String] {
        guard generator.groups.isEmpty else { return generator.groups }
        return generators.first { $0.id == generator.id }?.groups ?? []
    }

    /// The names of the columns that specs use from a source group.
    func columns(of group: String) -> Set<String> {
        var names: Set<String> = []
        for generator in generators where fieldGroups(of: generator).contains(group) {
            names.formUnion(generator.spec.fieldNames)
        }
        return names
    }
}
