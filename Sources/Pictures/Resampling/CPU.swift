import Foundation

/// What the processor can do beyond what the executable asks of every one.
enum CPU {
    /// AVX2: 256 bits at a time. Without a list of what processor and system support, as Linux has it, it is not used.
    static let hasAVX2: Bool = {
        // The lines of the first processor are enough.
        let start = try? FileHandle(forReadingAtPath: "/proc/cpuinfo")?.read(upToCount: 8192)
        return listsAVX2(String(decoding: start ?? Data(), as: UTF8.self))
    }()

    /// - Parameter text: of `/proc/cpuinfo`.
    static func listsAVX2(_ text: String) -> Bool {
        let flags = text.split(separator: "\n").first { $0.hasPrefix("flags") }
        return flags?.split(separator: " ").contains("avx2") ?? false
    }
}
