#if canImport(Glibc)
    import Glibc

    /// Keeps the memory of one image for the next. glibc would give each large buffer back to the kernel, which then has
    /// to find and clear the same pages again for the next image: 8 % of a run's CPU time.
    enum MemoryReuse {
        static func start() {
            // Swift's Glibc leaves <malloc.h> out.
            guard let symbol = dlsym(nil, "mallopt") else { return }
            let mallopt = unsafeBitCast(symbol, to: (@convention(c) (CInt, CInt) -> CInt).self)
            let (trimThreshold, topPad, mmapMax, arenaMax): (CInt, CInt, CInt, CInt) = (-1, -2, -4, -8)
            // libvips computes on a thread of its own; memory that it frees there is wanted again here.
            _ = mallopt(arenaMax, 1)
            // No buffer is too large for the heap: the coefficients of a progressive JPEG take a hundred megabytes.
            _ = mallopt(mmapMax, 0)
            _ = mallopt(trimThreshold, 256 << 20)
            _ = mallopt(topPad, 16 << 20)
        }
    }
#else
    /// Other allocators keep what they need.
    enum MemoryReuse {
        static func start() {}
    }
#endif
