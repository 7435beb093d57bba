#if canImport(Glibc)
    import CLinux
#endif

/// Optional instruction sets of the CPU.
package enum CPU {
    #if canImport(Glibc)
        /// Whether the CPU and the kernel support AVX2 (256-bit vectors).
        package static let hasAVX2 = clinux_has_avx2()
    #else
        /// The loops for AVX2 are used only on Linux.
        package static let hasAVX2 = false
    #endif
}
