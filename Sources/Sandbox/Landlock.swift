#if canImport(Glibc)
    import CLinux
    import Glibc

    /// Landlock (landlock(7)) restricts this process to the files and folders below given paths.
    enum Landlock {
        /// The first version of Landlock that allows a process to rename a file into another folder (Linux 5.19). A
        /// worker needs this version, because it renames each finished file from a temporary folder.
        static let minimumVersion = 2

        private enum Access {
            static let readFile = LANDLOCK_ACCESS_FS_READ_FILE
            static let readFolder = LANDLOCK_ACCESS_FS_READ_DIR
            static let read = readFile | readFolder
            static let writeFile = LANDLOCK_ACCESS_FS_WRITE_FILE
            static let truncate = LANDLOCK_ACCESS_FS_TRUNCATE
            static let write =
                writeFile | truncate | LANDLOCK_ACCESS_FS_REMOVE_FILE | LANDLOCK_ACCESS_FS_MAKE_DIR
                | LANDLOCK_ACCESS_FS_MAKE_REG | LANDLOCK_ACCESS_FS_REFER

            /// Returns all file rights that a version of Landlock knows. The rights are consecutive bits, so the last
            /// right determines the mask.
            static func all(version: Int) -> UInt64 {
                let last =
                    switch version {
                    case 5...: LANDLOCK_ACCESS_FS_IOCTL_DEV
                    case 3...: truncate
                    default: LANDLOCK_ACCESS_FS_REFER
                    }
                return last << 1 - 1
            }
        }

        /// `struct landlock_ruleset_attr` of Linux 6.12. The installed header may be older than the kernel, so the
        /// structure is declared here. A kernel older than 6.12 accepts only the first fields of the structure
        /// (`size`).
        private struct RulesetAttributes {
            let files: UInt64
            let network = LANDLOCK_ACCESS_NET_BIND_TCP | LANDLOCK_ACCESS_NET_CONNECT_TCP
            let scopes = LANDLOCK_SCOPE_ABSTRACT_UNIX_SOCKET | LANDLOCK_SCOPE_SIGNAL

            static func size(version: Int) -> Int {
                switch version {
                case 6...: MemoryLayout<Self>.size
                case 4...: MemoryLayout<Self>.offset(of: \.scopes) ?? 0
                default: MemoryLayout<Self>.offset(of: \.network) ?? 0
                }
            }
        }

        /// The Landlock version of the running kernel. It is 0 if the kernel has no Landlock, or if Landlock is
        /// disabled.
        static var version: Int {
            max(0, clinux_syscall(Int(SYS_landlock_create_ruleset), 0, 0, UInt(LANDLOCK_CREATE_RULESET_VERSION)))
        }

        /// Restricts the file access of this process permanently. Landlock version 4 and later also denies TCP. With
        /// version 6 and later, this process also cannot send signals to processes outside the sandbox, or connect to
        /// their abstract Unix sockets.
        /// - Parameters:
        ///   - reading: the paths that the process can read, including everything below them. A path that cannot be
        ///     opened is ignored, because the process cannot read anything below such a path.
        ///   - writing: the paths that the process can read and write, including everything below them.
        /// - Returns: the Landlock version of the kernel.
        static func confine(reading: [String], writing: [String]) throws -> Int {
            let version = version
            guard version >= minimumVersion else {
                let found = version == 0 ? "this kernel does not have it" : "this kernel has version \(version)"
                throw ConfinementError(description: "\(found), but version \(minimumVersion) is required (Linux 5.19)")
            }
            let all = Access.all(version: version)
            let ruleset = try newRuleset(RulesetAttributes(files: all), version)
            defer { close(ruleset) }
            for path in reading { try allow(Access.read & all, below: path, in: ruleset) }
            for path in ["/dev/null"] + writing {
                try allow((Access.read | Access.write) & all, below: path, in: ruleset)
            }
            try SystemCallFilter.renouncePrivileges()
            guard clinux_syscall(Int(SYS_landlock_restrict_self), UInt(ruleset), 0, 0) == 0 else {
                throw ConfinementError(systemCode: errno)
            }
            return version
        }

        private static func newRuleset(_ attributes: RulesetAttributes, _ version: Int) throws -> Int32 {
            let ruleset = withUnsafePointer(to: attributes) {
                let size = UInt(RulesetAttributes.size(version: version))
                return clinux_syscall(Int(SYS_landlock_create_ruleset), UInt(bitPattern: $0), size, 0)
            }
            guard ruleset >= 0 else { throw ConfinementError(systemCode: errno) }
            return Int32(ruleset)
        }

        private static func allow(_ access: UInt64, below path: String, in ruleset: Int32) throws {
            let descriptor = open(path, O_PATH | O_CLOEXEC)
            guard descriptor >= 0 else { return }
            defer { close(descriptor) }
            var status = stat()
            guard fstat(descriptor, &status) == 0 else { return }
            let fileAccess = Access.readFile | Access.writeFile | Access.truncate
            let isFolder = status.st_mode & S_IFMT == S_IFDIR
            let rule = landlock_path_beneath_attr(
                allowed_access: isFolder ? access : access & fileAccess,
                parent_fd: descriptor
            )
            let code = withUnsafePointer(to: rule) {
                let kind = UInt(LANDLOCK_RULE_PATH_BENEATH.rawValue)
                return clinux_syscall(Int(SYS_landlock_add_rule), UInt(ruleset), kind, UInt(bitPattern: $0))
            }
            guard code == 0 else { throw ConfinementError(description: "\(path): \(String(cString: strerror(errno)))") }
        }
    }
#endif
