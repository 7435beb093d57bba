@testable import CacheState

/// Drops the table of cache files, so that a run that has the state open cannot write to it.
func dropCacheFiles(ofState path: String) throws {
    let state = try StateStore.openForWriting(path)
    defer { state.close() }
    try state.change { try $0.execute(sql: "DROP TABLE cache_file") }
}
