@testable import CacheState

/// Makes a state unusable while a run has it open: the table of its cache files is gone.
func dropCacheFiles(ofState path: String) throws {
    let state = try StateStore.openForWriting(path)
    defer { state.close() }
    try state.change { try $0.execute(sql: "DROP TABLE cache_file") }
}
