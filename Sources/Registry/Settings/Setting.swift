import ImageSpecs
import JSON

/// A setting of the registry: its names, its kind, its default, and its documentation.
///
/// Only `Setting.all` lists the settings. The readers of the registry and the environment, the options of the command
/// line, `imagekit doctor`, the schema, and the documentation use this list.
package struct Setting: Sendable {
    /// The part of the documentation that describes the setting.
    package enum Group: Sendable {
        /// Where cache files are, what their names are, and when they are made.
        case general
        /// The maximum cost of an image.
        case limits
    }

    /// The key in the `settings` of a registry.
    package let name: String
    package let group: Group
    /// The description in Markdown. Links are relative to Docs/registry.md.
    let summary: String
    /// Additional sentences that are only in the documentation.
    let details: String
    /// Whether the setting has no effect. It is accepted because Django projects have it.
    package let isOnlyForDjango: Bool
    /// The default in words, in Markdown; nil if `defaultValue` contains the default, or if the setting has no effect.
    package let fallback: String?
    /// The default as a value of a registry; nil if `fallback` describes the default, or if the setting has no effect.
    package let defaultValue: Value?
    /// The requirement for a value, as a phrase that follows "is not" or "give".
    package let requirement: String
    /// The name of the value in `--help`.
    package let valueName: String
    /// The schema of a value that is not null.
    package let schema: JSONText

    private let isReadFromEnvironment: Bool
    private let isOption: Bool
    private let parse: @Sendable (String) -> Value
    private let assign: @Sendable (Value, _ problem: (String) -> Void) -> SettingAssignment?
    private let current: @Sendable (Settings) -> Value?

    /// The environment variable that overrides the registry; nil if there is no such variable.
    package var variable: String? { isReadFromEnvironment ? prefixedName : nil }

    /// A variable that users may expect, but that imagekit does not read; nil if `variable` exists.
    var refusedVariable: String? { isReadFromEnvironment ? nil : prefixedName }

    /// The long option of the command line without its dashes; nil if there is no such option. The option overrides the
    /// registry and the environment.
    package var option: String? { isOption ? String(name.map { $0 == "_" ? "-" : $0 }) : nil }

    /// The documentation in Markdown. Links are relative to Docs/registry.md.
    package var documentation: String { details.isEmpty ? summary : "\(summary) \(details)" }

    /// The summary without markup.
    package var plainSummary: String { summary.withoutMarkdown }

    /// The help of the option.
    package var help: String { "\(plainSummary) Default: \(defaultText)." }

    /// The default in words.
    package var defaultText: String { fallback ?? defaultValue.map { $0.string ?? "\($0)" } ?? "" }

    private var prefixedName: String {
        let prefix = "IMAGEKIT_"
        return name.hasPrefix(prefix) ? name : prefix + name.uppercased()
    }

    /// Checks a value of a registry. If the value is invalid, reports an error and returns nil.
    func assignment(of value: Value, problem: (String) -> Void) -> SettingAssignment? { assign(value, problem) }

    /// Checks the text of an environment variable. If it is invalid, reports an error and returns nil.
    func assignment(parsing text: String, problem: (String) -> Void) -> SettingAssignment? {
        assign(parse(text), problem)
    }

    /// Checks the argument of the command-line option.
    package func assignment(ofArgument text: String) throws(SettingArgumentError) -> SettingAssignment {
        guard let assignment = assignment(parsing: text, problem: { _ in }) else {
            throw SettingArgumentError(requirement: requirement)
        }
        return assignment
    }

    /// Returns the value in the settings, as `imagekit doctor` prints it.
    package func text(in settings: Settings) -> String {
        switch current(settings) {
        case nil, .tuple([]): "none"
        case .tuple(let elements): elements.map { $0.string ?? "\($0)" }.joined(separator: ", ")
        case .string(let text): text
        case let value?: "\(value)"
        }
    }

    /// Returns the value with its unit or with grouped digits, for human readers.
    package func readableText(in settings: Settings) -> String {
        guard let value = current(settings) else { return text(in: settings) }
        switch (valueName, value) {
        case ("bytes", .integer(let bytes)): return "\(ByteCount(bytes: bytes))"
        case ("seconds", _): return "\(value) s"
        case ("count", .integer(let count)): return grouped(count)
        default: return text(in: settings)
        }
    }
}

extension Setting {
    /// - Parameters:
    ///   - property: the property that stores the value.
    ///   - fallback: the default in words. Nil means that `defaultValue` contains the default.
    init<T>(
        _ name: String,
        _ property: any WritableKeyPath<Settings, T> & Sendable,
        _ kind: SettingKind<T>,
        _ summary: String,
        details: String = "",
        fallback: String? = nil,
        group: Group = .general,
        isOption: Bool = false,
        isReadFromEnvironment: Bool = true
    ) {
        self.init(
            name,
            kind,
            summary,
            details: details,
            fallback: fallback,
            group: group,
            isOption: isOption,
            isReadFromEnvironment: isReadFromEnvironment,
            isOnlyForDjango: false,
            defaultValue: fallback == nil
                ? (kind.writeDefault ?? kind.write)(Settings(mediaRoot: "")[keyPath: property]) : nil,
            assign: { $0[keyPath: property] = $1 },
            current: { kind.write($0[keyPath: property]) }
        )
    }

    /// Creates a setting that is nil by default.
    init<T>(
        _ name: String,
        _ property: any WritableKeyPath<Settings, T?> & Sendable,
        _ kind: SettingKind<T>,
        _ summary: String,
        fallback: String
    ) {
        self.init(
            name,
            kind,
            summary,
            fallback: fallback,
            assign: { $0[keyPath: property] = $1 },
            current: { $0[keyPath: property].map(kind.write) }
        )
    }

    init<T>(_ name: String, onlyForDjango kind: SettingKind<T>) {
        self.init(
            name,
            kind,
            "Accepted because Django projects have it. It has no effect here.",
            isOnlyForDjango: true,
            assign: { _, _ in },
            current: { _ in nil }
        )
    }

    private init<T>(
        _ name: String,
        _ kind: SettingKind<T>,
        _ summary: String,
        details: String = "",
        fallback: String? = nil,
        group: Group = .general,
        isOption: Bool = false,
        isReadFromEnvironment: Bool = true,
        isOnlyForDjango: Bool = false,
        defaultValue: Value? = nil,
        assign: @escaping @Sendable (inout Settings, T) -> Void,
        current: @escaping @Sendable (Settings) -> Value?
    ) {
        self.name = name
        self.group = group
        self.summary = summary
        self.details = details
        self.isOnlyForDjango = isOnlyForDjango
        self.fallback = fallback
        self.isReadFromEnvironment = isReadFromEnvironment
        self.isOption = isOption
        self.current = current
        self.defaultValue = defaultValue
        requirement = kind.requirement
        valueName = kind.valueName
        schema = kind.schema
        parse = kind.parse
        self.assign = { value, problem in
            kind.read(value, problem).map { typed in SettingAssignment { assign(&$0, typed) } }
        }
    }
}
