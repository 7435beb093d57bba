/// The cache files that a registry wants, as far as a survey can tell.
struct WantedFiles {
    private(set) var names: Set<String> = []
    /// Sources that lack a field of their images' names, such as one whose sidecar is broken: nobody can tell now which
    /// of their files are wanted.
    private(set) var undecidedSources: Set<String> = []

    mutating func add(_ source: PlannedSource) {
        for image in source.images {
            if image.name.isEmpty { undecidedSources.insert(source.name) } else { names.insert(image.name) }
        }
    }
}
