import Foundation
import Testing

/// Secrets in a registry, its environment and its programs must not be in any message, list, manifest or state.
@Suite struct SecretTests {
    static let secret = "canary-7431"
    static let address = "postgresql://site:\(secret)@/postgres?host=/nowhere"

    private static let variables = ["API_KEY": secret, "SITE_DATABASE": address]

    struct Leak: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let registry: String
        var environment: [String: String] = [:]

        init(_ description: String, group: String? = nil, processor: String = "", _ environment: [String: String] = [:])
        {
            testDescription = description
            let steps = [processor, #"{ "Thumbnail": [10, 8] }"#].filter { !$0.isEmpty }.joined(separator: ", ")
            registry = Registries.registry(
                photos: group ?? #"{ "glob": "photos/*" }"#,
                settings: #""MEDIA_ROOT": "media", "allow_exec": true"#,
                generators: #""app:small": { "source": "photos", "processors": [\#(steps)], "format": "PNG" }"#
            )
            self.environment = environment
        }

        static let all = [
            Leak(
                "a database that is not there",
                group: #"{ "postgresql": "env:SITE_DATABASE", "query": "SELECT 1" }"#,
                ["SITE_DATABASE": address]
            ),
            Leak(
                "an address that is none",
                group: #"{ "postgresql": "env:SITE_DATABASE", "query": "SELECT 1" }"#,
                ["SITE_DATABASE": "postgresql://site:\(secret)@["]
            ),
            Leak("an address in the registry", group: #"{ "postgresql": "\#(address)", "query": "SELECT 1" }"#),
            Leak(
                "an address as the name of a variable",
                group: #"{ "postgresql": "env:\#(address)", "query": "SELECT 1" }"#
            ),
            Leak("an address as a file of SQLite's", group: #"{ "sqlite": "\#(address)", "query": "SELECT 1" }"#),
            Leak("an address as a list", group: #"{ "list": "https://site:\#(secret)@example.com/list.csv" }"#),
            Leak("an address as a glob", group: #"{ "glob": "\#(address)" }"#),
            Leak("a program that fails", group: #"{ "command": ["./fail.sh", "--password=\#(secret)"] }"#),
            Leak("a program that is not there", group: #"{ "command": ["./none.sh", "\#(address)"] }"#),
            Leak("a program whose name has it", group: #"{ "command": ["./none.sh?\#(address)"] }"#),
            Leak("a processor that fails", processor: #"{ "exec": ["./fail.sh", "--password=\#(secret)"] }"#),
            Leak("a processor that is not there", processor: #"{ "exec": ["./none.sh", "\#(secret)"] }"#),
            Leak(
                "a program that prints an address",
                group: #"{ "command": ["./print.sh", "https://site:\#(secret)@host/ https://\#(secret)@host/"] }"#
            ),
            Leak(
                "a program that prints keys",
                group: #"{ "command": ["./print.sh", "host=a password='\#(secret)'"] }"#
            ),
            Leak(
                "a program that prints a parameter",
                group: #"{ "command": ["./print.sh", "/?token=\#(secret)&a=b"] }"#
            ),
            Leak(
                "a program that prints a header",
                group: #"{ "command": ["./print.sh", "X-Auth-Token: \#(secret)"] }"#
            ),
            Leak(
                "a processor that prints whole headers",
                processor: #"{ "exec": ["./print.sh", "Authorization: Token \#(secret)"] }"#
            ),
            Leak("a processor that prints more than is kept", processor: #"{ "exec": ["./much.sh", "\#(secret)"] }"#),
            Leak(
                "a processor that prints an address",
                processor: #"{ "exec": ["./print.sh", "https://site:a/\#(secret)@host/ //\#(secret)@host/"] }"#
            ),
            Leak(
                "a processor that prints keys",
                processor: #"{ "exec": ["./print.sh", "host=a password='\#(secret)' PGPASSWORD=\#(secret)"] }"#
            ),
            Leak("a processor that prints its environment", processor: #"{ "exec": ["./env.sh"] }"#, variables),
            Leak("a program that prints its environment", group: #"{ "command": ["./env.sh"] }"#, variables),
            Leak("an environment", ["API_KEY": secret, "PGPASSWORD": secret, "DATABASE_URL": address]),
        ]
    }

    static let commands = [
        ["validate"], ["list"], ["generateimages"],
        ["generateimages", "-v", "--log-format", "json", "--manifest", "images.json"],
        ["generateimages", "--check"], ["status"], ["status", "--json"], ["prune", "--dry-run"], ["doctor"],
        ["generateimage", "app:small", "--source", "photos/a.png", "--json"], ["watch", "--settle", "0"],
    ]

    @Test(arguments: Leak.all) func noSecretIsPrinted(_ leak: Leak) async throws {
        let site = Site(leak.registry)
        site.writePhotos("a.png")
        site.write("media/photos/bad.png", "junk")
        site.makeExecutable("fail.sh", "#!/bin/sh\necho no luck >&2\nexit 3\n")
        site.makeExecutable("print.sh", "#!/bin/sh\necho \"refused: $1\" >&2\nexit 3\n")
        // imagekit keeps only the last 4096 bytes of the messages. These bytes start with the secret, without the word
        // `password` that marks it as a secret.
        site.makeExecutable("much.sh", "#!/bin/sh\nprintf 'password=%s%04085d' \"$1\" 0 >&2\nexit 3\n")
        site.makeExecutable("env.sh", "#!/bin/sh\necho \"$API_KEY, as in $SITE_DATABASE\" >&2\nexit 3\n")
        for command in Self.commands {
            let result = try await site.run(command, environment: leak.environment) { _ in }
            #expect(!(result.output + result.errors).contains(Self.secret), "\(command): \(result.errors)")
        }
        for name in FileManager.default.enumerator(atPath: site.path)?.compactMap({ $0 as? String }) ?? []
        where name != "specs.json" {
            #expect(!name.contains(Self.secret))
            #expect(site.text(name)?.contains(Self.secret) != true, "\(name)")
        }
    }

    /// The parser of the arguments quotes a wrong argument. TLS is not supported, so this address is wrong.
    @Test(arguments: [
        ["work", "rediss://site:\(secret)@host/1"], ["status", "--queue", "rediss://:\(secret)@host"],
        ["work", "rediss://site:my \(secret)@host/1"],
        ["generateimages", "--enqueue=rediss://site:\(secret)@host"], ["rediss://site:\(secret)@host"],
    ])
    func noSecretOfAWrongArgumentIsPrinted(_ arguments: [String]) async throws {
        let result = try await Site().run(arguments) { _ in }
        #expect(result.exitCode == 64 && result.output.isEmpty)
        #expect(result.errors.contains("rediss://…@host") && !result.errors.contains(Self.secret), "\(result)")
    }

    /// The state stores the message as it was printed, without the secret.
    @Test(arguments: ["https://site:\(secret)@host/", "password=\(secret)"])
    func noSecretIsStored(_ word: String) async throws {
        let site = Site(Registries.oneGenerator)
        site.writePhotos("a.png")
        site.makeExecutable("worker", "#!/bin/sh\nread -r job\necho \"I know $WORD\" >&2\nexit 3\n")
        let environment = ["IMAGEKIT_WORKER": site.path("worker"), "WORD": word]
        let shown = word.replacing(Self.secret, with: "…").replacing("site:", with: "")
        for command in [["generateimages"], ["status", "--failed"]] {
            let lines = try await site.run(command, environment: environment) { _ in }
            let text = lines.output + lines.errors
            #expect(text.contains("saying: I know \(shown)"), "\(text)")
            let events = try await site.generate(environment: environment)
            let message = try #require(try events.images().first?.error?.message)
            #expect(message.contains("I know \(shown)"), "\(message)")
            #expect(!(text + events.output + events.errors).contains(Self.secret))
        }
        let state = try #require(site.read("media/CACHE/images/.imagekit/state.sqlite3"))
        #expect(!String(decoding: state, as: UTF8.self).contains(Self.secret))
    }
}
