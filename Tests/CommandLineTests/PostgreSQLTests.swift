import Foundation
import Testing

/// Tests of sources from a PostgreSQL database.
@Suite struct PostgreSQLTests {
    private static func site(_ query: String) -> Site {
        QueryTests.site(#"{ "postgresql": "env:SITE_DATABASE", "query": "\#(query)" }"#)
    }

    @Test func addressIsNotNeededToCheckARegistry() async throws {
        let site = Self.site(QueryTests.query)
        #expect(try await site.run("validate").exitCode == 0)
        try await QueryTests.expectRefusal(site, "SITE_DATABASE")
    }

    @Test(.enabled(if: PostgreSQLServer.isInstalled)) func rowsAreSourcesWithFields() async throws {
        let server = try PostgreSQLServer()
        let rows = """
            SELECT avatar AS source, w, grow FROM (VALUES ('photos/a.png', 20, true), ('photos/b.png', 50, false), \
            (NULL, 1, NULL), ('', 1, NULL)) AS profile (avatar, w, grow)
            """
        let site = Self.site(rows)
        let result = try await site.generate(environment: ["SITE_DATABASE": server.address()])
        #expect(try result.images().map(\.source) == ["photos/a.png", "photos/b.png"], "\(result.errors)")
        #expect(try result.images().map(\.width) == [20, 40])
    }

    @Test(.enabled(if: PostgreSQLServer.isInstalled)) func aMissingTableFailsOnlyItsGroup() async throws {
        let server = try PostgreSQLServer()
        let site = Self.site("SELECT avatar FROM profile")
        let result = try await site.generate(environment: ["SITE_DATABASE": server.address()])
        #expect(result.exitCode == 1 && result.errors.contains("relation \"profile\" does not exist; create the table"))
    }

    /// The server stops a query that takes too long. The query's only source has the limit in its name.
    @Test(.enabled(if: PostgreSQLServer.isInstalled)) func theServerLimitsTheTimeOfAQuery() async throws {
        let server = try PostgreSQLServer()
        let site = Self.site("SELECT 'photos/' || current_setting('statement_timeout') || '.png'")
        let result = try await site.generate(environment: ["SITE_DATABASE": server.address()])
        #expect(try result.images().map(\.source) == ["photos/5min.png"], "\(result.errors)")
    }

    @Test(.enabled(if: PostgreSQLServer.isInstalled)) func failuresContainNoSecrets() async throws {
        let server = try PostgreSQLServer()
        let cases = [
            (server.address(), "SELECT avatar FROM pg_class", "column \\\"avatar\\\" does not exist"),
            (server.address(), "CREATE TABLE t (a int)", "read-only transaction"),
            (server.address(), "SELECT 'a'; SELECT 'b'", "multiple commands"),
            (server.address(), "SELECT 1/0", "division by zero"), (server.address(), ";", "start it with SELECT"),
            (server.address(), "COPY (SELECT 'a') TO STDOUT", "start it with SELECT"),
            (server.address(password: "wrong"), "SELECT 'a'", "password authentication failed"),
            ("postgresql://site:hunter2@/postgres?host=/nowhere", "SELECT 'a'", "/nowhere"),
            ("hunter2", "SELECT 'a'", "SITE_DATABASE"), ("postgresql://site:hunter2@[", "SELECT 'a'", "SITE_DATABASE"),
            ("postgresql://site:hunter2/x@127.0.0.1:1/db", "SELECT 'a'", "in a password, / is written %2F"),
            ("postgresql://site:x@hunter2@127.0.0.1:1/db", "SELECT 'a'", "@ is %40"),
        ]
        for (address, query, message) in cases {
            let site = Self.site(query)
            let text = message.replacing("\\", with: "")
            try await QueryTests.expectRefusal(site, text, environment: ["SITE_DATABASE": address])
            let errors = try await site.generate(environment: ["SITE_DATABASE": address]).errors
            #expect(!errors.contains("hunter2") && !errors.contains("wrong@"), "\(errors)")
        }
    }
}
