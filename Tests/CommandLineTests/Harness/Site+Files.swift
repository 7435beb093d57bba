import Foundation

/// Functions for files with arbitrary names. The functions that take bytes use POSIX calls, because Foundation changes
/// some names when it splits and joins paths.
extension Site {
    func writeBytes(_ name: String, _ bytes: [UInt8]) { writeBytes(Array(name.utf8), bytes) }

    /// Writes a file and creates its parent folders.
    func writeBytes(_ name: [UInt8], _ bytes: [UInt8]) {
        let path = Array(path.utf8) + [UInt8(ascii: "/")] + name
        for (index, byte) in path.enumerated() where byte == UInt8(ascii: "/") && index > 0 {
            mkdir(Self.characters(path[..<index]), 0o755)
        }
        let descriptor = open(Self.characters(path[...]), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
        precondition(descriptor >= 0, "cannot write \(String(decoding: path, as: UTF8.self))")
        precondition(Foundation.write(descriptor, bytes, bytes.count) == bytes.count)
        close(descriptor)
    }

    func readBytes(_ name: String) -> [UInt8]? {
        let descriptor = open(path + "/" + name, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        return FileHandle(fileDescriptor: descriptor).readDataToEndOfFile().map(\.self)
    }

    func link(_ name: String, to target: String) throws {
        try FileManager.default.createSymbolicLink(atPath: path(name), withDestinationPath: target)
    }

    func makeSocket(_ name: String) {
        let descriptor = socket(AF_UNIX, Self.streamSocket, 0)
        defer { close(descriptor) }
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let characters = Self.characters(Array(path(name).utf8)[...])
        withUnsafeMutableBytes(of: &address.sun_path) { target in
            characters.withUnsafeBytes { target.copyMemory(from: $0) }
        }
        let length = socklen_t(MemoryLayout<sockaddr_un>.size)
        let bound = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(descriptor, $0, length) }
        }
        precondition(bound == 0, "no socket \(name): \(String(cString: strerror(errno)))")
    }

    private static func characters(_ path: ArraySlice<UInt8>) -> [CChar] { path.map { CChar(bitPattern: $0) } + [0] }

    #if canImport(Glibc)
        static let streamSocket = Int32(SOCK_STREAM.rawValue)
    #else
        static let streamSocket = SOCK_STREAM
    #endif
}
