import Files
import ImageSpecs

/// Reads the settings of the top-level registry and the environment variables that override them.
package struct SettingsReader {
    /// The registry's folder, an absolute path.
    let folder: String
    let environment: [String: String]
    let log: ProblemLog

    package init(folder: String, environment: [String: String], log: ProblemLog) {
        self.folder = folder
        self.environment = environment
        self.log = log
    }

    /// - Parameter node: the registry's `settings`, nil where it has none.
    package func settings(_ node: RegistryNode?) -> Settings {
        var settings = Settings(mediaRoot: folder)
        let given = node?.members(known: SettingName.allCases.map(\.rawValue), "an object of settings") ?? [:]
        for name in SettingName.allCases {
            if let text = environment[name.rawValue] {
                let source = Source(value: value(of: name, from: text)) { message in
                    log.add(
                        RegistryProblem(
                            file: nil,
                            position: nil,
                            path: "environment variable \(name.rawValue)",
                            message: message
                        )
                    )
                }
                apply(source, of: name, to: &settings)
            } else if let node = given[name.rawValue] {
                apply(Source(value: node.value) { node.problem($0) }, of: name, to: &settings)
            }
        }
        return settings
    }

    /// A setting's value, and where to complain about it.
    private struct Source {
        let value: Value
        let problem: (String) -> Void

        func text(_ requirement: String) -> String? {
            guard let text = value.string else {
                problem("\(value) is not \(requirement)")
                return nil
            }
            return text
        }
    }

    private func apply(_ source: Source, of name: SettingName, to settings: inout Settings) {
        switch name {
        case .mediaRoot:
            guard let path = source.text("the path of a folder") else { return }
            settings.mediaRoot =
                path.hasPrefix("/") ? SourceName.normalize(path) : SourceName.normalize(folder + "/" + path)
        case .mediaURL:
            guard let url = source.text("a URL such as \"/media/\"") else { return }
            settings.mediaURL = url
        case .cachefileDir:
            guard let path = source.text("the path of a folder below MEDIA_ROOT") else { return }
            settings.cachefileDir = checkedCacheFolder(path, source) ?? settings.cachefileDir
        case .specNamer, .cachefileNamer:
            guard let namer = Namer.read(source.value, problem: source.problem) else { return }
            if name == .specNamer { settings.specNamer = namer } else { settings.cachefileNamer = namer }
        case .cachefileStrategy:
            settings.strategy = CacheFileStrategy.read(source.value, problem: source.problem) ?? settings.strategy
        case .thumbnailFormat:
            settings.thumbnailFormat = format(source)
        case .thumbnailSrcsetScales:
            settings.thumbnailSrcsetScales = scales(source)
        case .cacheBackend:
            settings.cacheBackendKind =
                CacheBackendKind.read(source.value, problem: source.problem) ?? settings.cacheBackendKind
        case .cachefileBackend, .fileStorage, .cachePrefix:
            _ = source.text("text")
        case .cacheTimeout:
            if let seconds = source.value.integer, seconds >= 0 {
                settings.cacheTimeout = seconds
                return
            }
            source.problem("\(source.value) is not a whole number of seconds")
        case .allowExec:
            guard case .bool(let flag) = source.value else {
                return source.problem("\(source.value) is not true or false")
            }
            settings.allowExec = flag
        case .allowFormats, .allowLoaders, .maxPixels, .maxFrames, .maxFileSize, .maxOutputSize, .maxMemory, .sandbox,
            .timeout:
            LimitReader(value: source.value, problem: source.problem).apply(name, to: &settings)
        case .memcachedSafeKey:
            if case .bool = source.value { return }
            source.problem("\(source.value) is not true or false")
        }
    }

    /// What the text of an environment variable stands for; text where it makes no sense as anything else.
    private func value(of name: SettingName, from text: String) -> Value {
        switch name {
        case .cacheTimeout, .maxPixels, .maxFrames: return Int(text).map(Value.integer) ?? .string(text)
        case .timeout: return Double(text).map(Value.double) ?? .string(text)
        case .allowFormats, .allowLoaders:
            return .tuple(text.split(whereSeparator: { $0 == "," || $0 == " " }).map { .string(String($0)) })
        case .memcachedSafeKey, .allowExec: return Bool(text.lowercased()).map(Value.bool) ?? .string(text)
        case .thumbnailSrcsetScales:
            let scales = text.split(separator: ",").map { Double($0.filter { $0 != " " }).map(Value.double) }
            return scales.contains(nil) ? .string(text) : .tuple(scales.compactMap(\.self))
        default: return .string(text)
        }
    }

    private func checkedCacheFolder(_ path: String, _ source: Source) -> String? {
        let folder = SourceName.normalize(path)
        guard !path.hasPrefix("/"), folder != ".", folder != "..", !folder.hasPrefix("../") else {
            source.problem("\"\(path)\" is not a folder below MEDIA_ROOT: cache files are named relative to it")
            return nil
        }
        return folder
    }

    private func format(_ source: Source) -> String? {
        let known = ImageFormat.allCases.map(\.rawValue)
        guard let name = source.text("the name of a format: \(known.joined(separator: ", "))") else { return nil }
        if ImageFormat(name: name) == nil {
            source.problem("there is no format \"\(name)\"" + Suggestion.clause(for: name.uppercased(), among: known))
        }
        return name
    }

    private func scales(_ source: Source) -> [PixelDensity] {
        let scales: [PixelDensity?] =
            switch source.value {
            case .tuple(let values): values.map { $0.number.flatMap { PixelDensity($0) } }
            case .string(let text): PixelDensity.list(text)?.map(Optional.some) ?? [nil]
            default: [nil]
            }
        guard !scales.contains(where: { $0 == nil }) else {
            source.problem("\(source.value) is not a list of pixel densities above 0, such as [2, 3]")
            return []
        }
        return scales.compactMap(\.self)
    }
}
