import Foundation
import Testing

/// A source group whose table does not exist.
@Suite struct UnreadGroupTests {
    static func site() async throws -> Site {
        let site = Site(
            Registries.registry(
                photos: #"{ "sqlite": "db.sqlite3", "query": "SELECT avatar FROM person" }"#,
                generators: SourceGroupTests.generator
            )
        )
        site.writePhotos("a.png")
        _ = try Shell.run(
            "python3 -c \"import sqlite3; d = sqlite3.connect('db.sqlite3'); d.execute('CREATE TABLE person (avatar)'); "
                + "d.execute(\\\"INSERT INTO person VALUES ('photos/a.png')\\\"); d.commit()\"",
            in: site
        )
        try #require(try await site.run("generateimages").exitCode == 0)
        try #require(site.cacheFiles.count == 1)
        _ = try Shell.run(
            "python3 -c \"import sqlite3; sqlite3.connect('db.sqlite3').execute('DROP TABLE person')\"",
            in: site
        )
        return site
    }

    @Test func theRunNamesTheGroup() async throws {
        let result = try await Self.site().run("generateimages")
        #expect(result.exitCode == 1)
        #expect(result.errorLines.count == 2 && result.errors.contains("no such table: person"), "\(result.errors)")
        #expect(result.errorLines.last == "error: 1 source group could not be read")
    }

    /// The images of the group are not orphans, because the group only cannot be read.
    @Test func statusCountsNoOrphans() async throws {
        let site = try await Self.site()
        let text = try await site.run("status")
        #expect(text.exitCode == 1 && text.errors.contains("error: source group \"photos\": "))
        #expect(text.outputLines.last == "orphaned: not counted, because sources could not be read")
        let result = try await site.run("status", "--json")
        #expect(result.exitCode == 1)
        let answer = try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any]
        #expect(answer?["orphaned"] is NSNull)
        let errors = answer?["errors"] as? [String]
        #expect(errors?.count == 1 && errors?[0].contains("no such table: person") == true)
    }

    @Test func aMissingFolderIsAnErrorOfStatusToo() async throws {
        let site = Site(Registries.oneGenerator)
        site.makeFolder("media")
        #expect(try await site.run("status").exitCode == 1)
        site.makeFolder("media/photos")
        #expect(try await site.run("status").exitCode == 0)
    }

    @Test func doctorReportsTheTable() async throws {
        let result = try await Self.site().run("doctor")
        #expect(result.exitCode == 1)
        #expect(result.outputLines.contains { $0.hasPrefix("error ") && $0.contains("no such table: person") })
    }
}
