#if canImport(Glibc)
    import CLinux
    import Glibc

    /// Ends a worker when the process that started the worker ends. Otherwise, a worker whose decoder hangs would run
    /// forever.
    enum ParentDeath {
        /// Makes the kernel kill this process when its parent ends (prctl(2), PR_SET_PDEATHSIG).
        static func killThisProcess() {
            let parent = getppid()
            _ = clinux_prctl(PR_SET_PDEATHSIG, UInt(SIGKILL), 0)
            // If the parent ended before the call took effect, the kernel sends no signal. So end this process here.
            if getppid() != parent { _exit(1) }
        }
    }
#else
    /// Only Linux sends a signal when a parent ends. On other systems, a worker ends when its standard input ends.
    enum ParentDeath {
        static func killThisProcess() {}
    }
#endif
