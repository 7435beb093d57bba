import Files
import ImageSpecs
import JSON

/// The kind of a setting: how values are read, checked, written, and described in messages and in the schema.
struct SettingKind<T: Sendable>: Sendable {
    /// The requirement for a value, as a phrase that follows "is not" or "give".
    let requirement: String
    /// The name of the value in `--help`.
    let valueName: String
    /// The schema of a value that is not null.
    let schema: JSONText
    /// Converts the text of an environment variable or of an option's argument to a value.
    let parse: @Sendable (String) -> Value
    /// Checks a value. If it is invalid, reports an error and returns nil.
    let read: @Sendable (Value, _ problem: (String) -> Void) -> T?
    /// Returns the value as it is written in a registry.
    let write: @Sendable (T) -> Value
    /// Returns the default in the form for the documentation. Nil means that `write` returns this form.
    var writeDefault: (@Sendable (T) -> Value)?
}

extension SettingKind {
    /// Creates a kind that has one message for all wrong values.
    init(
        _ requirement: String,
        valueName: String,
        schema: JSONText,
        parse: @escaping @Sendable (String) -> Value = { .string($0) },
        write: @escaping @Sendable (T) -> Value,
        writeDefault: (@Sendable (T) -> Value)? = nil,
        read: @escaping @Sendable (Value) -> T?
    ) {
        self.init(
            requirement: requirement,
            valueName: valueName,
            schema: schema,
            parse: parse,
            read: { value, problem in
                guard let typed = read(value) else {
                    let isQuoted = value.string.flatMap(Value.init(unquoting:)).flatMap(read) != nil
                    problem("\(value) is not \(requirement)" + (isQuoted ? ": remove the quotes" : ""))
                    return nil
                }
                return typed
            },
            write: write,
            writeDefault: writeDefault
        )
    }
}

// MARK: - Texts

extension SettingKind<String> {
    static let text = SettingKind(
        "text",
        valueName: "text",
        schema: ["type": "string"],
        write: { .string($0) },
        read: { $0.string }
    )

    static let url = SettingKind(
        "a URL such as \"/media/\"",
        valueName: "url",
        schema: ["type": "string", "examples": ["/media/"]],
        write: { .string($0) },
        // The names of files follow the URL, so it must end with a slash.
        read: { $0.string.map { $0.isEmpty || $0.hasSuffix("/") ? $0 : $0 + "/" } }
    )

    static let folder = SettingKind(
        "the path of a folder",
        valueName: "path",
        schema: ["type": "string", "minLength": 1],
        write: { .string($0) },
        read: { value in value.string.flatMap { $0.isEmpty ? nil : SourceName.normalize($0) } }
    )

    /// The folder of the cache files. Names of cache files start with the path of this folder, so the path is relative
    /// to the storage root and does not leave this root.
    static let cacheFolder = SettingKind(
        "the relative path of a folder below MEDIA_ROOT, or below the location in IMAGEKIT_DEFAULT_FILE_STORAGE",
        valueName: "path",
        schema: ["type": "string", "minLength": 1],
        write: { .string($0) },
        read: { value in
            guard let path = value.string, !path.hasPrefix("/") else { return nil }
            let folder = SourceName.normalize(path)
            return folder == "." || folder == ".." || folder.hasPrefix("../") ? nil : folder
        }
    )
}

// MARK: - Flags and numbers

extension SettingKind<Bool> {
    static let flag = SettingKind(
        "true or false",
        valueName: "true|false",
        schema: ["type": "boolean"],
        parse: { text in Bool(text.lowercased()).map(Value.bool) ?? .string(text) },
        write: { .bool($0) },
        read: { if case .bool(let flag) = $0 { flag } else { nil } }
    )
}

extension SettingKind<Int> {
    static let count = SettingKind(
        "a whole number above 0",
        valueName: "count",
        schema: ["type": "integer", "minimum": 1],
        parse: { text in Int(text).map(Value.integer) ?? .string(text) },
        write: { .integer($0) },
        read: { value in value.integer.flatMap { $0 > 0 ? $0 : nil } }
    )

    static let bytes = SettingKind(
        "a number of bytes above 0, such as 1048576, \"500MB\" or \"1GiB\"",
        valueName: "bytes",
        schema: [
            "anyOf": [
                ["type": "integer", "minimum": 1],
                ["type": "string", "pattern": "^0*[1-9][0-9]* *([KkMmGg]([Ii]?[Bb])?)?$"],
            ]
        ],
        write: { .integer($0) },
        writeDefault: { .string(ByteCount(bytes: $0).description) },
        read: { value in
            (value.integer ?? value.string.flatMap { ByteCount($0)?.bytes }).flatMap { $0 > 0 ? $0 : nil }
        }
    )

    static let wholeSeconds = SettingKind(
        "a whole number of seconds, 0 or more",
        valueName: "seconds",
        schema: ["type": "integer", "minimum": 0],
        parse: { text in Int(text).map(Value.integer) ?? .string(text) },
        write: { .integer($0) },
        read: { value in value.integer.flatMap { $0 >= 0 ? $0 : nil } }
    )
}

extension SettingKind<Duration> {
    static let seconds = SettingKind(
        "a number of seconds above 0 and below 1000000",
        valueName: "seconds",
        schema: ["type": "number", "exclusiveMinimum": 0, "exclusiveMaximum": 1_000_000],
        parse: { text in
            Int(text).map(Value.integer) ?? Double(text).map(Value.double) ?? .string(text)
        },
        write: { duration in
            Int(exactly: duration.inSeconds).map(Value.integer) ?? .double(duration.inSeconds)
        },
        read: { value in
            value.number.flatMap { $0 > 0 && $0 < 1_000_000 ? .seconds($0) : nil }
        }
    )
}

extension SettingKind<[PixelDensity]> {
    static let densities = SettingKind(
        "a list of pixel densities above 0, such as [2, 3]",
        valueName: "densities",
        schema: ["type": "array", "items": ["type": "number", "exclusiveMinimum": 0], "examples": [[1, 2, 3]]],
        parse: { text in
            let words = text.split { $0 == "," || $0 == " " }
            let numbers = words.compactMap { word in
                Int(word).map(Value.integer) ?? Double(word).map(Value.double)
            }
            return numbers.count == words.count ? .tuple(numbers) : .string(text)
        },
        write: { .tuple($0.map { .double($0.factor) }) },
        read: { value in
            guard case .tuple(let elements) = value else { return nil }
            let densities = elements.compactMap { $0.number.flatMap { PixelDensity($0) } }
            return densities.count == elements.count ? densities : nil
        }
    )
}

// MARK: - Words

extension SettingKind where T: RawRepresentable<String> & CaseIterable {
    static func choice() -> SettingKind {
        let words = T.allCases.map(\.rawValue)
        let requirement = "one of \(words.joined(separator: ", "))"
        return SettingKind(
            requirement: requirement,
            valueName: words.joined(separator: "|"),
            schema: ["enum": .array(words.map { .string($0) })],
            parse: { .string($0) },
            read: { value, problem in
                if let choice = value.string.flatMap(T.init) { return choice }
                problem(
                    "\(value) is not \(requirement)" + Suggestion.clause(for: value.string ?? "", among: words)
                )
                return nil
            },
            write: { .string($0.rawValue) }
        )
    }
}

extension SettingKind<String> {
    /// The name of an output format.
    static let format: SettingKind = {
        let names = ImageFormat.written.map(\.rawValue)
        let requirement = "one of \(names.joined(separator: ", "))"
        return SettingKind(
            requirement: requirement,
            valueName: "format",
            schema: ["$ref": "#/$defs/format"],
            parse: { .string($0) },
            read: { value, problem in
                if let name = value.string, ImageFormat(name: name) != nil { return name }
                let clause = Suggestion.clause(for: value.string?.uppercased() ?? "", among: names)
                problem("\(value) is not \(requirement)" + clause)
                return nil
            },
            write: { .string($0) }
        )
    }()
}

extension SettingKind<[ImageFormat]> {
    /// A list of formats. Their names can be in any letter case. The result has the order of `formats`.
    static func sourceFormats(
        _ formats: [ImageFormat],
        kind: String,
        name: @escaping @Sendable (ImageFormat) -> String
    ) -> SettingKind {
        let names = formats.map(name)
        let pattern = names.map { name in name.map(eitherCase).joined() }.joined(separator: "|")
        let requirement = "a list of \(kind): \(names.joined(separator: ", "))"
        return SettingKind(
            requirement: requirement,
            valueName: kind,
            schema: ["type": "array", "items": ["type": "string", "pattern": .string("^(\(pattern))$")]],
            parse: { text in .tuple(text.split { $0 == "," || $0 == " " }.map { .string(String($0)) }) },
            read: { value, problem in
                guard case .tuple(let elements) = value else {
                    problem("\(value) is not \(requirement)")
                    return nil
                }
                var chosen: [ImageFormat] = []
                for element in elements {
                    let word = element.string?.lowercased()
                    if let format = formats.first(where: { name($0).lowercased() == word }) {
                        chosen.append(format)
                    } else {
                        problem(
                            "\(element) is not one of \(names.joined(separator: ", "))"
                                + Suggestion.clause(for: element.string ?? "", among: names)
                        )
                    }
                }
                return chosen.count == elements.count ? formats.filter(chosen.contains) : nil
            },
            write: { .tuple($0.map { .string(name($0)) }) }
        )
    }

    private static func eitherCase(_ character: Character) -> String {
        character.isLetter ? "[\(character.uppercased())\(character.lowercased())]" : String(character)
    }
}

extension SettingKind<Namer> {
    static let namer = SettingKind(
        requirement: Namer.requirement,
        valueName: "namer",
        schema: ["$ref": "#/$defs/namer"],
        parse: { .string($0) },
        read: Namer.read,
        write: { .string($0.text) }
    )
}

extension SettingKind<CacheFileStrategy> {
    static let strategy = SettingKind(
        requirement: CacheFileStrategy.requirement,
        valueName: "strategy",
        schema: ["$ref": "#/$defs/strategy"],
        parse: { .string($0) },
        read: CacheFileStrategy.read,
        write: { $0.value }
    )
}

extension SettingKind<CacheBackendKind> {
    static let cacheBackend = SettingKind(
        requirement: CacheBackendKind.requirement,
        valueName: "backend",
        schema: ["enum": .array(CacheBackendKind.names.map { .string($0) })],
        parse: { .string($0) },
        read: CacheBackendKind.read,
        write: { .string($0.rawValue) }
    )
}
