import Foundation

/// Optional instruction sets of the processor.
enum CPU {
    /// Whether the processor and the system support AVX2 (256-bit vectors). It is false if `/proc/cpuinfo` does not
    /// exist.
    static let hasAVX2: Bool = {
        // The file lists the flags of each processor. The first processor is enough, so read only the start.
        let start = try? FileHandle(forReadingAtPath: "/proc/cpuinfo")?.read(upToCount: 8192)
        return listsAVX2(String(decoding: start ?? Data(), as: UTF8.self))
    }()

    /// - Parameter text: the content of `/proc/cpuinfo`.
    static func listsAVX2(_ text: String) -> Bool {
        let flags = text.split(separator: "\n").first { $0.hasPrefix("flags") }
        return flags?.split(separator: " ").contains("avx2") ?? false
    }
}
