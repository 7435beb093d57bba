import ImageSpecs
import WorkerProtocol

/// A cache of a Django site, in which the site keeps the state of its cache files. `DjangoCacheOption.all` lists the
/// members of this setting.
package struct DjangoCacheSetting: Sendable, Hashable {
    package enum Server: Sendable, Hashable {
        /// The address of a server, such as `redis://localhost:6379/1`.
        case redis(Address)
        /// The servers, each in a form such as `localhost:11211` or `unix:/run/memcached.sock`.
        case memcached([String])
        /// The path of a database.
        case sqlite(String)
        case postgresql(Address)
        /// The folder of Django's file-based cache.
        case folder(String)
    }

    /// An address that can contain a password.
    package struct Address: Sendable, Hashable {
        /// The address or `env:VARIABLE`, as in the registry.
        package let text: String
        /// The address: `text`, or the value of the variable that `text` names. It is nil if the variable is not set.
        /// `DjangoCacheSetting.resolved` reads the variable; before this call, the address equals `text`.
        package var value: String?

        init(_ text: String) {
            self.text = text
            value = text
        }

        /// The variable that contains the address.
        var variable: String? { text.hasPrefix("env:") ? String(text.dropFirst(4)) : nil }
    }

    /// The server; nil until a member of the setting selects it.
    package var server: Server?
    /// The table of a database.
    package var table = "django_cache"
    /// The form of a key in the cache. `{key}` stands for the key that django-imagekit uses.
    package var keyTemplate = ":1:\(Self.placeholder)"
    /// The number of seconds after which a key expires; nil for never.
    package var timeout: Int?
    /// The maximum number of entries in a database or a folder. The site deletes entries if there are more.
    package var maxEntries = 300

    package static let placeholder = "{key}"

    /// Resolves relative paths and variables.
    func resolved(_ absolute: (String) -> String, _ environment: [String: String]) -> DjangoCacheSetting {
        func found(_ address: Address) -> Address {
            var address = address
            if let variable = address.variable {
                address.value = environment[variable].flatMap { $0.isEmpty ? nil : $0 }
            }
            return address
        }
        var setting = self
        switch server {
        case .redis(let address): setting.server = .redis(found(address))
        case .postgresql(let address): setting.server = .postgresql(found(address))
        case .sqlite(let path): setting.server = .sqlite(absolute(path))
        case .folder(let path): setting.server = .folder(absolute(path))
        case .memcached, nil: break
        }
        return setting
    }
}

extension SettingKind<DjangoCacheSetting> {
    static let djangoCache = SettingKind(
        requirement: "an object such as {\"redis\": \"redis://localhost:6379/1\"}",
        valueName: "cache",
        schema: [
            "type": "object", "additionalProperties": false,
            "properties": .object(
                DjangoCacheOption.all.map { option in
                    .init(key: option.name, value: option.definition)
                }
            ),
            "examples": [["redis": "redis://localhost:6379/1", "key": "shop:1:{key}"]],
        ],
        parse: { text in
            guard text.hasPrefix("{"), let json = FieldValue(text: text).json else { return .string(text) }
            return json
        },
        read: { value, problem in
            guard case .dictionary(let members) = value else {
                problem("\(value) is not an object such as {\"redis\": \"redis://localhost:6379/1\"}")
                return nil
            }
            let keys = DjangoCacheOption.all.map(\.name)
            for key in members.keys.sorted() where !keys.contains(key) {
                problem("\(key): unknown key" + Suggestion.clause(for: key, among: keys))
            }
            var setting = DjangoCacheSetting()
            for option in DjangoCacheOption.all {
                guard let member = members[option.name], member != Value.none else { continue }
                option.set(member, of: &setting) { problem("\(option.name): \($0)") }
            }
            let servers = DjangoCacheOption.servers.filter { (members[$0] ?? Value.none) != Value.none }
            guard servers.count == 1 else {
                problem("give one of \(DjangoCacheOption.servers.joined(separator: ", "))")
                return nil
            }
            return setting.server == nil ? nil : setting
        },
        write: { setting in
            var members: [String: Value] = ["key": .string(setting.keyTemplate)]
            switch setting.server {
            case .redis(let address): members["redis"] = .string(address.text.withoutPassword)
            case .postgresql(let address): members["postgresql"] = .string(address.text)
            case .sqlite(let path): members["sqlite"] = .string(path)
            case .folder(let path): members["folder"] = .string(path)
            case .memcached(let servers): members["memcached"] = .tuple(servers.map { .string($0) })
            case nil: break
            }
            return .dictionary(members)
        }
    )
}

extension String {
    /// An address without the user and the password. A password can also be in the query of the address.
    fileprivate var withoutPassword: String {
        let shown = withoutSecrets()
        guard let scheme = shown.firstRange(of: "://"), let at = shown[scheme.upperBound...].lastIndex(of: "@") else {
            return shown
        }
        return shown[..<scheme.upperBound] + "…" + shown[at...]
    }
}
