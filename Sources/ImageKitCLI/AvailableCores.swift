#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The number of CPU cores that are online.
var availableCores: Int { max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN))) }
