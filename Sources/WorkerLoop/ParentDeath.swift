#if canImport(Glibc)
    import Glibc

    /// A worker must not outlive the process that it works for: a decoder that hangs would hang for ever.
    enum ParentDeath {
        /// The kernel kills this process when its parent ends (prctl(2), PR_SET_PDEATHSIG).
        static func endsThisProcess() {
            typealias ProcessControl =
                @convention(c) (CInt, CUnsignedLong, CUnsignedLong, CUnsignedLong, CUnsignedLong) -> CInt
            // Swift cannot call functions with variable arguments; this one's are all words.
            guard let symbol = dlsym(nil, "prctl") else { return }
            let parent = getppid()
            let setParentDeathSignal: CInt = 1
            let prctl = unsafeBitCast(symbol, to: ProcessControl.self)
            _ = prctl(setParentDeathSignal, CUnsignedLong(SIGKILL), 0, 0, 0)
            // The parent may have ended before the kernel was told.
            if getppid() != parent { _exit(1) }
        }
    }
#else
    /// Only Linux tells a process of its parent's death; elsewhere a worker ends with its standard input.
    enum ParentDeath {
        static func endsThisProcess() {}
    }
#endif
