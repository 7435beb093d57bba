#if canImport(Glibc)
    import Glibc

    /// Linux's Landlock: from here on this process opens what it was given and nothing else (linux/landlock.h).
    enum Landlock {
        /// The first version that lets a finished file be renamed from one folder into another (Linux 5.19).
        static let leastVersion = 2

        private static let (createRuleset, addRule, restrictSelf) = (444, 445, 446)

        private struct Access {
            static let readFile: UInt64 = 1 << 2
            static let readFolder: UInt64 = 1 << 3
            static let read = readFile | readFolder
            static let writeFile: UInt64 = 1 << 1
            static let removeFile: UInt64 = 1 << 5
            static let makeFolder: UInt64 = 1 << 7
            static let makeFile: UInt64 = 1 << 8
            static let refer: UInt64 = 1 << 13
            static let truncate: UInt64 = 1 << 14
            static let write = writeFile | removeFile | makeFolder | makeFile | refer | truncate

            /// All that a version knows of.
            static func all(_ version: Int) -> UInt64 {
                let count = version >= 5 ? 16 : version >= 3 ? 15 : 14
                return (1 << count) - 1
            }
        }

        /// 0 where the kernel has none, or it is switched off.
        package static var version: Int { max(0, SystemCall.call(createRuleset, 0, 0, 1)) }

        /// - Parameters: absolute paths; what is not there cannot be opened anyway.
        /// - Returns: the version in force.
        static func confine(reading: [String], writing: [String]) throws -> Int {
            let version = version
            guard version >= leastVersion else {
                let found = version == 0 ? "this kernel has none" : "this kernel has version \(version)"
                throw ConfinementFailure(description: "\(found), \(leastVersion) is needed (Linux 5.19)")
            }
            let all = Access.all(version)
            // TCP ports from version 4; signals and abstract sockets of others from version 6.
            var attributes: [UInt64] = [all, version >= 4 ? 3 : 0, version >= 6 ? 3 : 0]
            let size = version >= 6 ? 24 : version >= 4 ? 16 : 8
            let ruleset = attributes.withUnsafeMutableBytes {
                SystemCall.call(createRuleset, UInt(bitPattern: $0.baseAddress), UInt(size))
            }
            guard ruleset >= 0 else { throw ConfinementFailure(description: SystemCall.reason) }
            defer { close(Int32(ruleset)) }
            for path in reading { try allow(Access.read & all, below: path, in: ruleset) }
            for path in ["/dev/null"] + writing {
                try allow((Access.read | Access.write) & all, below: path, in: ruleset)
            }
            guard prctlNoNewPrivileges(), SystemCall.call(restrictSelf, UInt(ruleset)) == 0 else {
                throw ConfinementFailure(description: SystemCall.reason)
            }
            return version
        }

        private static func allow(_ access: UInt64, below path: String, in ruleset: Int) throws {
            let pathOnly: Int32 = 0o10000000
            let descriptor = open(path, pathOnly | O_CLOEXEC)
            guard descriptor >= 0 else { return }
            defer { close(descriptor) }
            var status = stat()
            guard fstat(descriptor, &status) == 0 else { return }
            let ofFiles = Access.readFile | Access.writeFile | Access.truncate
            let granted = status.st_mode & S_IFMT == S_IFDIR ? access : access & ofFiles
            // struct landlock_path_beneath_attr is packed.
            var rule = [UInt8](repeating: 0, count: 12)
            let isAdded = rule.withUnsafeMutableBytes {
                $0.storeBytes(of: granted, toByteOffset: 0, as: UInt64.self)
                $0.storeBytes(of: descriptor, toByteOffset: 8, as: Int32.self)
                return SystemCall.call(addRule, UInt(ruleset), 1, UInt(bitPattern: $0.baseAddress)) == 0
            }
            guard isAdded else { throw ConfinementFailure(description: "\(path): \(SystemCall.reason)") }
        }
    }

    /// No program that is started can have more rights than this process (prctl(2)); Landlock and filters want it.
    func prctlNoNewPrivileges() -> Bool {
        SystemCall.call(SystemCallNumber.prctl, 38, 1) == 0
    }
#endif
