import PostgreSQL
import Registry

/// A site's PostgreSQL database. Messages name the variable with the address and never the address itself.
final class PostgreSQLTable: CacheTable {
    let location: String
    private let connection: PostgreSQLConnection

    init(_ address: DjangoCacheSetting.Address) throws {
        location = address.text
        guard let value = address.value else {
            throw DjangoCacheError.unusable(address.text, reason: "the variable is not set")
        }
        do {
            connection = try PostgreSQLConnection(address: value, LibPQ(), timeout: 2)
            try connection.run("SET statement_timeout = '1s'")
            try connection.run("SET standard_conforming_strings = on")
        } catch {
            throw DjangoCacheError.unusable(address.text, reason: error.reason)
        }
    }

    /// The last day of the year 9999 would be in the year 10000 in some time zones, and Python cannot read such a time.
    /// So the day before stands for never.
    func expiry(after seconds: Int?) -> String {
        seconds.map { "now() + interval '\($0) seconds'" } ?? "'9999-12-30 00:00:00+00'"
    }

    func run(_ commands: [String]) throws {
        do {
            // Send all commands in one string, because PostgreSQL runs such a string as one transaction.
            try connection.run(commands.joined(separator: ";\n"))
        } catch {
            throw DjangoCacheError.unusable(location, reason: error.reason)
        }
    }

    func texts(_ query: String) throws -> [String] {
        var texts: [String] = []
        do {
            try connection.rows(query) { texts.append($0.text(0)) }
        } catch {
            throw DjangoCacheError.unusable(location, reason: (error as? PostgreSQLError)?.reason ?? "\(error)")
        }
        return texts
    }
}
