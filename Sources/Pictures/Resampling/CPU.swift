#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Optional instruction sets of the processor.
enum CPU {
    /// Whether the processor and the system support AVX2 (256-bit vectors). It is false if `/proc/cpuinfo` does not
    /// exist.
    static let hasAVX2 = listsAVX2(start(ofFile: "/proc/cpuinfo"))

    private static func start(ofFile path: String) -> String {
        guard let file = fopen(path, "r") else { return "" }
        defer { fclose(file) }
        // The file lists the flags of each processor. The first processor is enough, so read only the start.
        let bytes = [UInt8](unsafeUninitializedCapacity: 8192) { buffer, count in
            count = fread(buffer.baseAddress, 1, buffer.count, file)
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// - Parameter text: the content of `/proc/cpuinfo`.
    static func listsAVX2(_ text: String) -> Bool {
        let flags = text.split(separator: "\n").first { $0.hasPrefix("flags") }
        return flags?.split(separator: " ").contains("avx2") ?? false
    }
}
