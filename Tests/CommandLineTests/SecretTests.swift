import Foundation
import Testing

/// What a registry, its environment and its programs know, no message, list, manifest or state may tell.
@Suite struct SecretTests {
    static let secret = "canary-7431"
    static let address = "postgresql://site:\(secret)@/postgres?host=/nowhere"

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
            Leak("an environment", ["API_KEY": secret, "PGPASSWORD": secret, "DATABASE_URL": address]),
        ]
    }

    static let commands = [
        ["validate"], ["list"], ["generateimages"],
        ["generateimages", "-v", "--log-format", "json", "--manifest", "images.json"],
        ["generateimages", "--check"], ["status"], ["status", "--json"], ["prune", "--dry-run"], ["doctor"],
        ["generateimage", "app:small", "--source", "photos/a.png", "--json"], ["watch", "--settle", "0"],
    ]

    @Test(arguments: Leak.all) func nothingIsTold(_ leak: Leak) async throws {
        let site = Site(leak.registry)
        site.writePhotos("a.png")
        site.write("media/photos/bad.png", "junk")
        site.makeExecutable("fail.sh", "#!/bin/sh\necho no luck >&2\nexit 3\n")
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
}
