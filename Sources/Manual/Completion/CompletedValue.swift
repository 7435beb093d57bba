import ImageSpecs

/// What a shell completes for the value of an argument.
enum CompletedValue: Equatable {
    case nothing
    case files
    case folders
    /// The ids of the registry's generators. The shell requests these ids from imagekit.
    case generatorIDs
    case words([String])

    private static let byOption: [String: CompletedValue] = [
        "--project": .folders, "--only-source": .files, "--source": .files,
        // A shell cannot complete this folder, because it is relative to MEDIA_ROOT and can contain parts of a date,
        // such as `%Y`.
        "--upload-to": .nothing,
        "--anchor": .words(["tl", "t", "tr", "l", "c", "r", "bl", "b", "br", "attention", "focus"]),
        "--format": .words(ImageFormat.written.map(\.rawValue)),
        "--shard": .words(["auto"]),
    ]

    private static let byName: [String: CompletedValue] = [
        "path": .files, "file": .files, "source": .files, "cache file": .files, "folder": .folders,
        "id": .generatorIDs, "pattern": .generatorIDs,
        "name": .words(ProcessorDefinition.all.map(\.name).sorted()),
    ]

    private static let ofOption: [String: CompletedValue] = [
        "path": .files, "cache file": .files, "folder": .folders, "id": .generatorIDs,
    ]

    init(_ argument: ArgumentDeclaration) {
        let alternatives = argument.valueName.split(separator: "|").map(String.init)
        if !argument.values.isEmpty {
            self = .words(argument.values)
        } else if argument.kind == .positional {
            self = Self.byName[argument.valueName] ?? .nothing
        } else if let value = argument.names.compactMap({ Self.byOption[$0] }).first {
            self = value
        } else if alternatives.count > 1 {
            self = .words(alternatives)
        } else {
            self = Self.ofOption[argument.valueName] ?? .nothing
        }
    }
}
