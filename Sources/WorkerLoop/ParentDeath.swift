#if canImport(Glibc)
    import CLinux
    import Glibc

    /// Ends a worker with the process that started it: a decoder that hangs would otherwise run forever.
    enum ParentDeath {
        /// Makes the kernel kill this process when its parent ends (prctl(2), PR_SET_PDEATHSIG).
        static func killThisProcess() {
            let parent = getppid()
            _ = clinux_prctl(PR_SET_PDEATHSIG, UInt(SIGKILL), 0)
            // The parent can have ended before the call took effect.
            if getppid() != parent { _exit(1) }
        }
    }
#else
    /// Only Linux signals the death of a parent. Elsewhere a worker ends when its standard input ends.
    enum ParentDeath {
        static func killThisProcess() {}
    }
#endif
