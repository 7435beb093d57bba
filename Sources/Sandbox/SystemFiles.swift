#if canImport(Glibc)
    import Glibc

    /// The files and folders that a worker can read in addition to images. Most of them are files of libvips, its
    /// codecs, fontconfig, and the C library, or describe the processor and the memory of the machine.
    enum SystemFiles {
        static var needed: [String] {
            let environment = { (name: String) in getenv(name).map { String(cString: $0) } }
            let home = environment("HOME").map { home in
                ["/.fonts", "/.fonts.conf", "/.local/share/fonts", "/.config/fontconfig", "/.cache/fontconfig"].map {
                    home + $0
                }
            }
            let fromVariables = ["FONTCONFIG_FILE", "FONTCONFIG_PATH", "VIPSHOME"].compactMap(environment)
            let libraries = environment("LD_LIBRARY_PATH")?.split(separator: ":").map(String.init) ?? []
            return installed + (home ?? []) + fromVariables + libraries
        }

        private static let installed = [
            "/usr", "/lib", "/lib64", "/lib32", "/nix/store", "/gnu/store", "/etc/fonts", "/var/cache/fontconfig",
            "/etc/ld.so.cache", "/etc/ld.so.preload", "/etc/ImageMagick-6", "/etc/ImageMagick-7", "/etc/localtime",
            "/etc/passwd", "/etc/nsswitch.conf", "/proc/self", "/proc/cpuinfo", "/proc/meminfo", "/proc/stat",
            "/sys/devices/system/cpu", "/sys/fs/cgroup", "/dev/zero", "/dev/random", "/dev/urandom",
        ]
    }
#endif
