import Testing

@testable import PostgreSQL

struct LibPQTests {
    @Test func namesThePackageOfAMissingLibrary() {
        let error = #expect(throws: PostgreSQLError.self) { try LibPQ("libpq-that-is-not-there.so.5") }
        #expect(error?.reason.contains("apt-get install libpq5") == true)
    }
}
