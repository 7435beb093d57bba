#if canImport(Glibc)
    import Glibc

    /// A seccomp filter (seccomp(2)): calls that no decoder has a use for fail with EPERM.
    ///
    /// It says what is forbidden and not what is allowed: libvips comes with a hundred libraries, and what they call changes from
    /// version to version. Files are Landlock's part; this is about all other ways out of the process.
    struct SystemCallFilter {
        /// Programs have to be started, connected and ended.
        package let runsPrograms: Bool

        func install() throws {
            guard prctlNoNewPrivileges() else { throw ConfinementFailure(description: SystemCall.reason) }
            var program = instructions
            let isInstalled = program.withUnsafeMutableBufferPointer { instructions in
                var filter = Program(count: UInt16(instructions.count), instructions: instructions.baseAddress)
                let (setFilter, filterMode): (UInt, UInt) = (22, 2)
                return withUnsafeMutablePointer(to: &filter) {
                    SystemCall.call(SystemCallNumber.prctl, setFilter, filterMode, UInt(bitPattern: $0)) == 0
                }
            }
            guard isInstalled else { throw ConfinementFailure(description: SystemCall.reason) }
        }

        /// struct sock_fprog of linux/filter.h.
        private struct Program {
            let count: UInt16
            let instructions: UnsafeMutablePointer<Instruction>?
        }

        /// struct sock_filter.
        private struct Instruction {
            var code: UInt16
            var then: UInt8 = 0
            var otherwise: UInt8 = 0
            var operand: UInt32

            /// A word of struct seccomp_data.
            static func load(_ offset: UInt32) -> Self { Self(code: 0x20, operand: offset) }
            /// Goes on with the next where it is equal; passes over `count` otherwise.
            static func unless(_ value: UInt32, skip count: UInt8) -> Self {
                Self(code: 0x15, otherwise: count, operand: value)
            }
            static func ifAtLeast(_ value: UInt32, elseSkip count: UInt8) -> Self {
                Self(code: 0x35, otherwise: count, operand: value)
            }
            static func ifAnyBit(of value: UInt32, elseSkip count: UInt8) -> Self {
                Self(code: 0x45, otherwise: count, operand: value)
            }
            static func fail(_ error: Int32) -> Self { Self(code: 0x06, operand: 0x0005_0000 | UInt32(error)) }
            static let allow = Self(code: 0x06, operand: 0x7FFF_0000)
        }

        private var instructions: [Instruction] {
            let (number, architecture, firstArgument): (UInt32, UInt32, UInt32) = (0, 4, 16)
            // Calls of another architecture have other numbers.
            var program: [Instruction] = [
                .load(architecture), Instruction(code: 0x15, then: 1, operand: SystemCallNumber.architecture),
                .fail(EPERM),
                .load(number), .ifAtLeast(0x4000_0000, elseSkip: 1), .fail(EPERM),
            ]
            let forbidden = SystemCallNumber.ofTheSystem + (runsPrograms ? [] : SystemCallNumber.ofPrograms)
            for call in forbidden { program += [.unless(UInt32(call), skip: 1), .fail(EPERM)] }
            // The C library then makes threads with clone, whose flags can be looked at.
            program += [.unless(UInt32(SystemCallNumber.clone3), skip: 1), .fail(ENOSYS)]
            let namespaces: UInt32 = 0x7E02_0000
            program += [
                .unless(UInt32(SystemCallNumber.clone), skip: 4), .load(firstArgument),
                .ifAnyBit(of: namespaces, elseSkip: 1),
                .fail(EPERM), .allow,
            ]
            if !runsPrograms {
                // Only itself may a worker end.
                program += [
                    .unless(UInt32(SystemCallNumber.tgkill), skip: 4), .load(firstArgument),
                    Instruction(code: 0x15, then: 1, operand: UInt32(getpid())), .fail(EPERM), .allow,
                ]
            }
            return program + [.allow]
        }
    }
#endif
