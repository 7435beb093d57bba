import Foundation

/// Waits for a line in a pipe, without blocking the threads of the tests.
func firstLine(ofPipe path: String) async throws -> String {
    try await withCheckedThrowingContinuation { continuation in
        DispatchQueue.global().async {
            guard let pipe = fopen(path, "r"), let line = readLine(of: pipe) else {
                return continuation.resume(throwing: CocoaError(.fileReadUnknown))
            }
            continuation.resume(returning: line)
        }
    }
}

/// Waits until no process has a pipe open for writing, without blocking the threads of the tests. Before that, the
/// function waits until a process opens the pipe.
func endOfPipe(_ path: String) async throws {
    try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
        DispatchQueue.global().async {
            continuation.resume(with: Result { _ = try FileHandle(forReadingFrom: URL(filePath: path)).readToEnd() })
        }
    }
}

private func readLine(of file: UnsafeMutablePointer<FILE>) -> String? {
    defer { fclose(file) }
    var buffer = [CChar](repeating: 0, count: 100)
    guard fgets(&buffer, Int32(buffer.count), file) != nil else { return nil }
    let bytes = buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
    return String(decoding: bytes, as: UTF8.self).trimmingCharacters(in: .newlines)
}
