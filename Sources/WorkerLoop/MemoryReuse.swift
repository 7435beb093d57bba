#if canImport(Glibc)
    import CLinux

    /// Keeps the memory of one image for the next one. By default, glibc returns each large buffer to the kernel, which
    /// has to find and clear pages again for the next image. That takes 8 % of the CPU time of a run.
    enum MemoryReuse {
        static func enable() {
            // libvips computes on a thread of its own. With one arena, the memory that libvips frees there is available
            // here too.
            _ = mallopt(M_ARENA_MAX, 1)
            // Allocate even the largest buffers on the heap, because glibc returns buffers outside the heap to the
            // kernel. The coefficients of a progressive JPEG take 100 MB.
            _ = mallopt(M_MMAP_MAX, 0)
            _ = mallopt(M_TRIM_THRESHOLD, 256 << 20)
            _ = mallopt(M_TOP_PAD, 16 << 20)
        }
    }
#else
    /// The settings exist only in glibc.
    enum MemoryReuse {
        static func enable() {}
    }
#endif
