import ArgumentParser
import Registry

/// Rethrows a `RequestError` of `body` as a usage error.
func asUsageError<T>(_ body: () throws -> T) throws -> T {
    do {
        return try body()
    } catch let mistake as RequestError {
        throw ValidationError("\(mistake)")
    }
}
