import ImageSpecs
import JSON

/// A member of the setting `notify_django_cache`. The check of registries, the schema, and the documentation are
/// derived from `DjangoCacheOption.all`.
package struct DjangoCacheOption: Sendable {
    package let name: String
    /// A sentence in Markdown.
    package let summary: String
    /// The default in words, in Markdown; empty if the member selects the server.
    package let fallback: String
    /// The schema of a value that is not null.
    package let schema: JSONText
    private let assign: @Sendable (Value, inout DjangoCacheSetting, _ problem: (String) -> Void) -> Void

    private init<T>(
        _ name: String,
        _ kind: SettingKind<T>,
        _ summary: String,
        fallback: String = "",
        assign: @escaping @Sendable (T, inout DjangoCacheSetting) -> Void
    ) {
        self.name = name
        self.summary = summary
        self.fallback = fallback
        schema = kind.schema
        self.assign = { value, setting, problem in
            if let typed = kind.read(value, problem) { assign(typed, &setting) }
        }
    }

    /// Sets the member, or reports that the value is wrong.
    func set(_ value: Value, of setting: inout DjangoCacheSetting, problem: (String) -> Void) {
        assign(value, &setting, problem)
    }

    /// The schema of the member, with its description.
    var definition: JSONText {
        JSONText.object([.init(key: "description", value: .string(summary.withoutMarkdown))])
            .adding(schema.members)
    }

    /// The members that select the server. A setting has exactly one of them.
    static let servers = all.filter(\.fallback.isEmpty).map(\.name)

    package static let all = [
        DjangoCacheOption(
            "redis",
            .redisAddress,
            "The address of a Redis server without TLS, such as `\"redis://localhost:6379/1\"` or "
                + "`\"unix:///run/redis.sock?db=1\"`; or `\"env:NAME\"`, an environment variable that contains the "
                + "address. Use a variable if the address has a password."
        ) { $1.server = .redis(.init($0)) },
        DjangoCacheOption(
            "memcached",
            .servers,
            "A memcached server or an array of servers, such as `\"localhost:11211\"` or "
                + "`\"unix:/run/memcached.sock\"`. Each server gets each key, because the site's library decides which "
                + "server it asks."
        ) { $1.server = .memcached($0) },
        DjangoCacheOption(
            "sqlite",
            .folder,
            "The path of an SQLite database with the table of Django's database cache, relative to the registry's folder."
        ) { $1.server = .sqlite($0) },
        DjangoCacheOption(
            "postgresql",
            .databaseVariable,
            "`\"env:NAME\"`, an environment variable that contains the address of a PostgreSQL database with the table "
                + "of Django's database cache."
        ) { $1.server = .postgresql(.init($0)) },
        DjangoCacheOption(
            "folder",
            .folder,
            "The folder of Django's file-based cache, relative to the registry's folder."
        ) { $1.server = .folder($0) },
        DjangoCacheOption(
            "key",
            .keyTemplate,
            "The form of a key in the cache. `{key}` stands for the key that django-imagekit uses. Django's own form is "
                + "`KEY_PREFIX:VERSION:{key}`.",
            fallback: "`\":1:{key}\"`"
        ) { $1.keyTemplate = $0 },
        DjangoCacheOption(
            "timeout",
            .count,
            "The number of seconds after which a key expires: the site's `IMAGEKIT_CACHE_TIMEOUT`.",
            fallback: "never"
        ) { $1.timeout = $0 },
        DjangoCacheOption(
            "table",
            .text,
            "The table of a database cache.",
            fallback: "`\"django_cache\"`"
        ) { $1.table = $0 },
        DjangoCacheOption(
            "max_entries",
            .count,
            "The `MAX_ENTRIES` of a database cache or a file-based cache. Django deletes a third of all entries of a "
                + "full cache, so `imagekit` adds keys only until the cache has nine tenths of this number.",
            fallback: "`300`, as in Django"
        ) { $1.maxEntries = $0 },
    ]
}

extension SettingKind<String> {
    fileprivate static let redisAddress = SettingKind(
        "an address such as \"redis://localhost:6379/1\", or \"env:NAME\"",
        valueName: "address",
        schema: ["type": "string", "pattern": "^(redis://|unix://|env:).+"],
        write: { .string($0) },
        read: { value in
            value.string.flatMap { text in
                ["redis://", "unix://", "env:"].contains { text.hasPrefix($0) && text != $0 } ? text : nil
            }
        }
    )

    fileprivate static let databaseVariable = SettingKind(
        "\"env:NAME\", an environment variable with the database's address",
        valueName: "address",
        schema: ["type": "string", "pattern": "^env:.+"],
        write: { .string($0) },
        read: { value in value.string.flatMap { $0.hasPrefix("env:") && $0 != "env:" ? $0 : nil } }
    )

    fileprivate static let keyTemplate = SettingKind(
        "text that contains \(DjangoCacheSetting.placeholder) once",
        valueName: "text",
        schema: ["type": "string", "pattern": "^[^{}]*\\{key\\}[^{}]*$"],
        write: { .string($0) },
        read: { value in
            value.string.flatMap { text in
                let rest = text.replacing(DjangoCacheSetting.placeholder, with: "", maxReplacements: 1)
                return rest != text && !rest.contains("{") && !rest.contains("}") ? text : nil
            }
        }
    )
}

extension SettingKind<[String]> {
    fileprivate static let servers = SettingKind(
        "a server such as \"localhost:11211\", or an array of servers",
        valueName: "servers",
        schema: [
            "anyOf": [
                ["type": "string", "minLength": 1],
                ["type": "array", "items": ["type": "string", "minLength": 1], "minItems": 1],
            ]
        ],
        write: { .tuple($0.map { .string($0) }) },
        read: { value in
            let texts = (value.tuple ?? [value]).map { $0.string ?? "" }
            return texts.isEmpty || texts.contains("") ? nil : texts
        }
    )
}
