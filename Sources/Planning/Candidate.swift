import CacheState
import Files
import ImageHeaders
import ImageSpecs
import Registry
import SourceGroups
import WorkerProtocol

/// A source or a canvas with its records, before its cache files are examined.
struct Candidate: Sendable {
    let origin: ImageOrigin
    let status: SourceStream.FoundSource.Status
    var records: SourceRecords
    /// The selected generators of the source's groups, or of the canvas.
    let generators: [GeneratorID]
    /// The reasons why some of these generators refuse the source.
    var refusals: [GeneratorID: Outcome.Failure] = [:]

    /// A cache file that a generator requires.
    struct File {
        let generator: GeneratorID
        let name: String
        let naming: CacheFileNaming
        /// The spec that is resolved for the source; nil if the generator's spec does not depend on the source.
        let spec: ResolvedSpec?
        let record: CacheRecord?
        /// The record of a file that shows the required image under a former name, which no generator uses now for this
        /// source. It is set only if `record` is nil.
        let former: CacheRecord?
    }

    /// Computes the cache files of one candidate.
    struct Files {
        private let candidate: Candidate
        private let content: ContentDigest?
        private let header: SourceHeader?
        private let specs: SpecResolver
        // Both values are computed on first use, because most sources do not need the identities.
        private lazy var fields = specs.fields(of: candidate.origin, candidate.status.stamp, header: header)
        private lazy var identities = specs.identities(fields)

        /// - Parameter source: the record of the source; nil if the source cannot be read. The digest in this record
        ///   can be nil if no name depends on the content.
        init(_ candidate: Candidate, _ source: PartialSourceRecord?, _ specs: SpecResolver) {
            self.candidate = candidate
            self.specs = specs
            content = source?.digest
            header = source?.header
        }

        /// Whether the generator makes an image of the candidate.
        mutating func applies(_ generator: GeneratorID) -> Bool { specs.applies(generator, fields) }

        /// The header of the source; nil if it is unknown or was not needed.
        var knownHeader: SourceHeader? { mutating get { fields.knownHeader } }

        /// The reason why the header of the source cannot be read; nil if it can be read or was not needed.
        var headerFailure: Outcome.Failure? { mutating get { fields.headerFailure } }

        /// The reason why it is unknown whether the generator makes an image of the candidate; nil if this is known.
        mutating func uncertainty(_ generator: GeneratorID) -> Outcome.Failure? {
            specs.needsSize(generator) ? headerFailure : nil
        }

        /// - Throws: the reason why the generator's file has no name, or a name that is not allowed.
        mutating func file(of generator: GeneratorID) throws(Outcome.Failure) -> File {
            let spec = specs.isDynamic(generator) ? try specs.spec(of: generator, fields).get() : nil
            let naming = spec?.naming ?? specs.namings[generator]
            let records = candidate.records.files
            // If the source cannot be read, its images keep their names: those of its last known content, or else those
            // of any content.
            let known = content ?? candidate.records.source?.digest
            // Search by index, because an iterator copies each record, and a state can have a million records.
            func last(ofAnyContent isAnyContent: Bool) -> Int? {
                records.indices.last { index in
                    records[index].naming == naming.identity && (isAnyContent || records[index].digest == known)
                }
            }
            let named =
                last(ofAnyContent: !naming.dependsOnContent) ?? (content == nil ? last(ofAnyContent: true) : nil)
            let name: String
            if let named {
                name = records[named].name
            } else {
                name = naming.name(for: candidate.origin, content: content)
                if naming.isPrivate(name) { throw .privateName }
            }
            let record = (named ?? records.indices.first { records[$0].isNamed(name) }).map { records[$0] }
            let former =
                record == nil ? records.first { $0.shows(naming.rendering) && !identities.contains($0.naming) } : nil
            return File(generator: generator, name: name, naming: naming, spec: spec, record: record, former: former)
        }
    }
}

extension CacheRecord {
    /// Whether the record describes a made file with this rendering.
    fileprivate func shows(_ rendering: Int) -> Bool {
        if case .made = state { self.rendering == rendering } else { false }
    }
}

extension Outcome.Failure {
    fileprivate static var privateName: Self {
        let message =
            "its cache file would be in .imagekit, next to the state: rename the source's folder, or use another "
            + "cachefile_namer, such as hash"
        return Self(code: .cannotWrite, message: message)
    }
}
