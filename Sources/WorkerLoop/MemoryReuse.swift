#if canImport(Glibc)
    import CLinux

    /// Keeps the memory of one image for the next image. By default, glibc returns each large buffer to the kernel. For
    /// the next image, the kernel must find and clear pages again, which takes 8 % of the CPU time of a run.
    enum MemoryReuse {
        static func enable() {
            // libvips computes on a thread of its own. By default, glibc gives each thread its own arena (pool of
            // memory), and a thread does not reuse memory in the arena of another thread. So use one arena for all
            // threads.
            _ = mallopt(M_ARENA_MAX, 1)
            // Allocate even the largest buffers on the heap, because glibc returns freed buffers outside the heap to
            // the kernel.
            _ = mallopt(M_MMAP_MAX, 0)
            // Keep up to 256 MiB of free memory at the end of the heap: the coefficients of a large progressive JPEG
            // take 100 MB. Extend the heap in large steps.
            _ = mallopt(M_TRIM_THRESHOLD, 256 << 20)
            _ = mallopt(M_TOP_PAD, 16 << 20)
        }
    }
#else
    /// The settings of `mallopt` above exist only in glibc. With other C libraries, `enable` does nothing.
    enum MemoryReuse {
        static func enable() {}
    }
#endif
