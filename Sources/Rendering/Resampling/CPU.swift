import Foundation

/// What the processor can do beyond what the executable asks of every one.
enum CPU {
    /// 256 bits at a time. Linux lists only what it has the system support for; elsewhere nothing is known, and so nothing used.
    static let hasAVX2: Bool = {
        guard let file = FileHandle(forReadingAtPath: "/proc/cpuinfo"), let start = try? file.read(upToCount: 8192)
        else {
            return false
        }
        let flags = String(decoding: start, as: UTF8.self).split(separator: "\n").first { $0.hasPrefix("flags") }
        return flags?.split(separator: " ").contains("avx2") ?? false
    }()
}
