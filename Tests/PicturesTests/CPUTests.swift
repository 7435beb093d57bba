#if os(Linux) && arch(x86_64)
    import CPUFeatures
    import Foundation
    import Testing

    struct CPUTests {
        /// The kernel lists the instruction sets that the processor has and that the kernel supports.
        @Test func agreesWithTheKernel() throws {
            let lines = try String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8).split(separator: "\n")
            let flags = try #require(lines.first { $0.hasPrefix("flags") })
            #expect(CPU.hasAVX2 == flags.split(separator: " ").contains("avx2"))
        }
    }
#endif
