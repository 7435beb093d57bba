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
}
