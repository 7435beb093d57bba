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

/// Waits until a process opens a pipe for writing, and then until no process has the pipe open for writing. The
/// function does not block the threads of the tests.
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
