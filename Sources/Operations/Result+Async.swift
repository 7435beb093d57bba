extension Result where Failure == any Error {
    /// Waits for `body`, and catches its error.
    init(catching body: () async throws -> Success) async {
        do { self = .success(try await body()) } catch { self = .failure(error) }
    }
}
