#if canImport(Glibc)
    import CLinux
    import Glibc

    /// A seccomp filter (seccomp(2)) that denies system calls that no decoder needs.
    ///
    /// The filter lists denied calls instead of allowed calls, because libvips loads about a hundred libraries, and
    /// each version of a library can make other calls. Landlock restricts which files a worker can read and write. This
    /// filter mainly restricts the access to processes, to the network, and to the interfaces of the kernel.
    struct SystemCallFilter {
        /// Whether the worker must start programs (`exec`), communicate with them, and end them.
        let runsPrograms: Bool

        func install() throws {
            try Self.renouncePrivileges()
            var program = instructions
            let code = program.withUnsafeMutableBufferPointer { instructions in
                let filter = sock_fprog(len: UInt16(instructions.count), filter: instructions.baseAddress)
                return withUnsafePointer(to: filter) {
                    clinux_prctl(PR_SET_SECCOMP, UInt(SECCOMP_MODE_FILTER), UInt(bitPattern: $0))
                }
            }
            guard code == 0 else { throw ConfinementError(systemCode: errno) }
        }

        /// Prevents this process and the programs that it starts from gaining privileges. The kernel requires this
        /// before it installs a filter or a Landlock ruleset.
        static func renouncePrivileges() throws {
            guard clinux_prctl(PR_SET_NO_NEW_PRIVS, 1, 0) == 0 else { throw ConfinementError(systemCode: errno) }
        }

        private var instructions: [sock_filter] {
            let number = MemoryLayout<seccomp_data>.offset(of: \.nr)
            let architecture = MemoryLayout<seccomp_data>.offset(of: \.arch)
            // The filter reads only the lower half of the first argument, which contains the flags of clone or the
            // process id of tgkill. This half is stored first, because both supported architectures are little-endian.
            let firstArgument = MemoryLayout<seccomp_data>.offset(of: \.args)
            // The filter rejects calls of another architecture, because their numbers have other meanings. It also
            // rejects calls of the x32 ABI, whose numbers have this bit set.
            let x32Bit: UInt32 = 0x4000_0000
            var program: [sock_filter] = [
                .load(architecture), .if(BPF_JEQ, clinux_audit_architecture, skip: 1), .fail(EPERM),
                .load(number), .if(BPF_JGE, x32Bit, elseSkip: 1), .fail(EPERM),
            ]
            for call in DeniedSystemCalls.always + (runsPrograms ? [] : DeniedSystemCalls.withoutPrograms) {
                program += [.if(BPF_JEQ, UInt32(call), elseSkip: 1), .fail(EPERM)]
            }
            // Deny clone3: the filter can check the flags of clone, but not the flags of clone3, because clone3 reads
            // them from memory. If clone3 fails with ENOSYS, the C library starts threads with clone.
            program += [.if(BPF_JEQ, UInt32(SYS_clone3), elseSkip: 1), .fail(ENOSYS)]
            let namespaces =
                CLONE_NEWNS | CLONE_NEWCGROUP | CLONE_NEWUTS | CLONE_NEWIPC | CLONE_NEWUSER | CLONE_NEWPID
                | CLONE_NEWNET
            program += [
                .if(BPF_JEQ, UInt32(SYS_clone), elseSkip: 4), .load(firstArgument),
                .if(BPF_JSET, UInt32(namespaces), elseSkip: 1), .fail(EPERM), .allow,
            ]
            if !runsPrograms {
                // A worker may send signals only to its own threads.
                program += [
                    .if(BPF_JEQ, UInt32(SYS_tgkill), elseSkip: 4), .load(firstArgument),
                    .if(BPF_JEQ, UInt32(getpid()), skip: 1), .fail(EPERM), .allow,
                ]
            }
            return program + [.allow]
        }
    }

    extension sock_filter {
        /// Loads the 32-bit word at this offset of `struct seccomp_data`.
        fileprivate static func load(_ offset: Int?) -> Self {
            Self(code: UInt16(BPF_LD | BPF_W | BPF_ABS), jt: 0, jf: 0, k: UInt32(offset ?? 0))
        }

        /// Compares the loaded word with `value`. Then skips `skip` instructions if the comparison is true, and
        /// `elseSkip` instructions if it is false.
        fileprivate static func `if`(
            _ comparison: Int32,
            _ value: UInt32,
            skip: UInt8 = 0,
            elseSkip: UInt8 = 0
        ) -> Self {
            Self(code: UInt16(BPF_JMP | comparison | BPF_K), jt: skip, jf: elseSkip, k: value)
        }

        fileprivate static func fail(_ error: Int32) -> Self {
            Self(code: UInt16(BPF_RET | BPF_K), jt: 0, jf: 0, k: UInt32(SECCOMP_RET_ERRNO) | UInt32(error))
        }

        fileprivate static let allow = Self(code: UInt16(BPF_RET | BPF_K), jt: 0, jf: 0, k: UInt32(SECCOMP_RET_ALLOW))
    }
#endif
