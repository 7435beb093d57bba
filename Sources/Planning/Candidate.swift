import CacheState
import Files
import ImageSpecs
import Registry
import SourceGroups
import WorkerProtocol

/// A source with what the state knows of it, before anybody has looked at its cache files.
struct Candidate: Sendable {
    let name: String
    let status: SourceStream.Sighting.Status
    var records: SourceRecords
    /// Those whose files are wanted, by their places in the registry.
    let generators: [Int]
    /// Why some of them do not take the source.
    var refusals: [Int: Outcome.Failure] = [:]

    /// A cache file that a generator wants to be there.
    struct File {
        /// The place of the generator in the registry.
        let generator: Int
        let name: String
        let naming: CacheFileNaming
        /// With the source's fields; nil where the generator's spec does not change.
        let spec: ResolvedSpec?
        let record: CacheRecord?
        /// A file of the same rendering under a name that nobody gives any more; only where there is no record.
        let former: CacheRecord?
    }

    /// Works out the cache files of one candidate.
    struct Files {
        private let candidate: Candidate
        private let content: ContentDigest?
        private let specs: SpecResolver
        // Nobody asks a source for its fields where no spec wants any.
        private lazy var fields = specs.fields(of: candidate.name)
        private lazy var identities = specs.identities(fields)

        /// - Parameter content: the source's; nil where no name depends on it, or it cannot be read.
        init(_ candidate: Candidate, content: ContentDigest?, _ specs: SpecResolver) {
            self.candidate = candidate
            self.content = content
            self.specs = specs
        }

        /// - Throws: why there is no name for the generator's file.
        mutating func file(of generator: Int) throws(Outcome.Failure) -> File {
            let spec = specs.isChanging(generator) ? try specs.spec(of: generator, fields).get() : nil
            let naming = spec?.naming ?? specs.namings[generator]
            let records = candidate.records.files
            // A source that cannot be read still has the images that it had.
            let isAnyContent = !naming.dependsOnContent || content == nil
            // By places: a million records are not copied to be compared.
            let named = records.indices.last { place in
                records[place].naming == naming.identity && (isAnyContent || records[place].digest == content)
            }
            let name: String
            if let named {
                name = records[named].name
            } else {
                name = naming.name(for: candidate.name, content: content)
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
    /// Whether the file is there and shows what all files of a rendering show.
    fileprivate func shows(_ rendering: Int) -> Bool {
        if case .made = state { self.rendering == rendering } else { false }
    }
}

extension Outcome.Failure {
    fileprivate static var privateName: Self {
        let message =
            "its cache file would lie in .imagekit, where the state is: rename the source's folder, or take another "
            + "cachefile_namer, such as hash"
        return Self(code: .cannotWrite, message: message)
    }
}
