import ImageSpecs

/// Gives a generator's cache file its name, relative to `MEDIA_ROOT`: django-imagekit's functions of the same names
/// (`imagekit.cachefiles.namers`).
public enum Namer: String, CaseIterable, Sendable {
    /// `photos/thumbnails/bulldog.jpg` → `CACHE/images/photos/thumbnails/bulldog/5ff3233527c5ac3e4b596343b440ff67.jpg`
    case sourceNameAsPath = "source_name_as_path"
    /// `photos/thumbnails/bulldog.jpg` → `CACHE/images/photos/thumbnails/bulldog.5ff3233527c5.jpg`
    case sourceNameDotHash = "source_name_dot_hash"
    /// `photos/thumbnails/bulldog.jpg` → `CACHE/images/5ff3233527c5ac3e4b596343b440ff67.jpg`
    case hash

    /// - Parameters:
    ///   - folder: `IMAGEKIT_CACHEFILE_DIR`.
    ///   - source: the source's name.
    public func name(for spec: ImageSpec, source: String, in folder: String) -> String {
        let hash = spec.hash(sourceName: source)
        let stem = SourceName.splitExtension(source).stem
        switch self {
        case .sourceNameAsPath:
            return SourceName.normalize("\(folder)/\(stem)/\(hash)\(fileExtension(of: spec, source: source))")
        case .sourceNameDotHash:
            // Without a source the dot would hide the file.
            let start = source.isEmpty ? "" : stem + "."
            return SourceName.normalize(
                "\(folder)/\(start)\(hash.prefix(12))\(fileExtension(of: spec, source: source))"
            )
        case .hash:
            return SourceName.normalize("\(folder)/\(hash)\(spec.imageFormat?.extensions[0] ?? "")")
        }
    }

    private func fileExtension(of spec: ImageSpec, source: String) -> String {
        spec.imageFormat?.suggestedExtension(forSource: source) ?? SourceName.splitExtension(source).extension
    }
}
