import Files
import ImageSpecs
import WorkerProtocol

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

extension Registry {
    /// Finds and reads a registry.
    /// - Parameters:
    ///   - path: the path of the file. Nil stands for the value of `IMAGEKIT_REGISTRY`. If this variable is empty or
    ///     not set, nil stands for `specs.json` in the current folder, or else in the nearest parent folder that has
    ///     this file.
    ///   - isOptional: whether the command works without a registry. If true and no registry is found, the registry is
    ///     `{}` in the current folder.
    ///   - forNamesOnly: whether no image will be made. If true, errors that do not affect names are ignored.
    ///   - isThorough: whether more is checked: the existence of the files, folders, and programs that the registry
    ///     names, and the support of the installed libvips for the save options. Missing variables of databases and
    ///     missing credentials of buckets are only warnings.
    ///   - isUntrusted: whether the registry is restricted, because its author is not trusted.
    ///   - environment: the environment variables, such as `IMAGEKIT_REGISTRY` and the variables that override
    ///     settings.
    ///   - overrides: settings from the command line, which override the registry and the environment.
    ///   - ask: lets a worker answer a query. It is called only if the registry uses operations of libvips, or if save
    ///     options are checked.
    /// - Throws: an error with all errors in the registry; also if no registry is found and `isOptional` is false.
    package static func load(
        path: String?,
        isOptional: Bool = false,
        forNamesOnly: Bool = false,
        isThorough: Bool = false,
        isUntrusted: Bool = false,
        environment: [String: String],
        overrides: [SettingAssignment] = [],
        ask: @escaping (Query) throws -> Answer
    ) throws(RegistryError) -> Registry {
        let named = path ?? environment["IMAGEKIT_REGISTRY"].flatMap { $0.isEmpty ? nil : $0 }
        var reader: RegistryReader
        if let found = named ?? nearest() {
            reader = RegistryReader(
                path: found,
                environment: environment,
                overrides: overrides,
                isUntrusted: isUntrusted,
                ask: ask
            )
        } else if isOptional {
            let empty = Array("{}".utf8)
            reader = RegistryReader(
                path: fileName,
                environment: environment,
                overrides: overrides,
                bytes: { _ in empty },
                ask: ask
            )
        } else {
            let message =
                "no specs.json in \(absolutePath(".")) or in any parent folder: write one with \"imagekit init\", or name a "
                + "registry with --registry"
            throw RegistryError(problems: [RegistryProblem(file: nil, position: nil, path: "", message: message)])
        }
        return try reader.read(forNamesOnly: forNamesOnly, isThorough: isThorough)
    }

    private static let fileName = "specs.json"

    private static func nearest() -> String? {
        if access(fileName, F_OK) == 0 { return fileName }
        var folder = absolutePath(".")
        // A working folder that was deleted has no absolute path.
        while folder.hasPrefix("/"), folder != "/" {
            folder = SourceName.split(folder).folder
            let candidate = folder == "/" ? "/" + fileName : folder + "/" + fileName
            if access(candidate, F_OK) == 0 { return candidate }
        }
        return nil
    }
}
