import Foundation

/// Waits, off the tests' threads, until somebody writes to a pipe.
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

private func readLine(of file: UnsafeMutablePointer<FILE>) -> String? {
    defer { fclose(file) }
    var buffer = [CChar](repeating: 0, count: 100)
    guard fgets(&buffer, Int32(buffer.count), file) != nil else { return nil }
    let bytes = buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
    return String(decoding: bytes, as: UTF8.self).trimmingCharacters(in: .newlines)
}
