#if os(Linux)
    import CLinux
    import Foundation
    import Glibc
    import RenderingTestSupport
    import Testing

    @testable import Sandbox

    /// The kernel confines threads. So each test confines a thread of its own, which then ends.
    @Suite(.enabled(if: Landlock.version >= Landlock.minimumVersion, "this kernel has no Landlock"))
    struct LandlockTests {
        @Test func filesOutsideTheConfinementAreDenied() throws {
            let temporary = try TemporaryFolder()
            let folder = temporary.path
            for name in ["sources", "cache", "cache/tmp", "cache/deep", "elsewhere"] {
                try FileManager.default.createDirectory(
                    atPath: folder + "/" + name,
                    withIntermediateDirectories: true
                )
            }
            for name in ["sources/a", "elsewhere/b", "cache/c"] {
                try Data([1]).write(to: URL(filePath: folder + "/" + name))
            }
            try FileManager.default.createSymbolicLink(
                atPath: (folder + "/cache/link"),
                withDestinationPath: (folder + "/elsewhere")
            )
            let found = try onAThread {
                _ = try Landlock.confine(reading: [(folder + "/sources")], writing: [(folder + "/cache")])
                return [
                    "read a source": code { open((folder + "/sources/a"), O_RDONLY) },
                    "write a source": code { open((folder + "/sources/a"), O_WRONLY) },
                    "make a source": code { open((folder + "/sources/n"), O_WRONLY | O_CREAT, 0o666) },
                    "remove a source": code { unlink((folder + "/sources/a")) },
                    "read elsewhere": code { open((folder + "/elsewhere/b"), O_RDONLY) },
                    "read by a link": code { open((folder + "/cache/link/b"), O_RDONLY) },
                    "make by a link": code { open((folder + "/cache/link/n"), O_WRONLY | O_CREAT, 0o666) },
                    "read the environment": code { open("/proc/\(getppid())/environ", O_RDONLY) },
                    "list the root": code { open("/", O_RDONLY) },
                    "make a cache file": code { open((folder + "/cache/tmp/n"), O_WRONLY | O_CREAT, 0o666) },
                    "rename it": code { rename((folder + "/cache/tmp/n"), (folder + "/cache/deep/n")) },
                    "replace one": code { rename((folder + "/cache/deep/n"), (folder + "/cache/c")) },
                    "remove one": code { unlink((folder + "/cache/c")) },
                    "make a folder": code { mkdir((folder + "/cache/new"), 0o777) },
                    "write to nowhere": code { open("/dev/null", O_WRONLY) },
                ]
            }
            let allowed: Set = [
                "read a source", "make a cache file", "rename it", "replace one", "remove one", "make a folder",
                "write to nowhere",
            ]
            _ = temporary
            for (action, code) in found { #expect(code == (allowed.contains(action) ? 0 : EACCES), "\(action)") }
        }
    }

    struct SystemCallFilterTests {
        @Test func workersAreConfined() throws {
            let found = try onAThread {
                try SystemCallFilter(runsPrograms: false).install()
                return [
                    "connect to the network": code { socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0) },
                    "connect to the machine": code { socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0) },
                    "run a program": Int32(spawnCode()),
                    "end another process": code { kill(getppid(), 0) },
                    "trace": code { Int32(clinux_syscall(Int(SYS_ptrace), 16, UInt(getppid()), 0)) },
                    "leave the namespace": code { Int32(clinux_syscall(Int(SYS_unshare), UInt(CLONE_NEWUSER), 0, 0)) },
                    "change rights": code { chmod("/tmp", 0o1777) },
                    "gain privileges": clinux_prctl(PR_GET_NO_NEW_PRIVS, 0, 0) == 1 ? EPERM : 0,
                ]
            }
            for (action, code) in found { #expect(code == EPERM, "\(action)") }
        }

        @Test func threadsAndOwnSignalsAreAllowed() throws {
            let found = try onAThread {
                try SystemCallFilter(runsPrograms: false).install()
                signal(SIGUSR2, SIG_IGN)
                return [code { raise(SIGUSR2) }, (try? onAThread { code { socket(AF_INET, 1, 0) } }) ?? 0]
            }
            #expect(found == [0, EPERM], "threads that are started are confined too")
        }

        /// A program may make calls that a decoder must not make, but no calls that change the system.
        @Test func programsStillRun() throws {
            let found = try onAThread {
                try SystemCallFilter(runsPrograms: true).install()
                return [
                    Int32(spawnCode()), code { Int32(clinux_syscall(Int(SYS_unshare), UInt(CLONE_NEWUSER), 0, 0)) },
                ]
            }
            #expect(found == [0, EPERM])
        }
    }

    /// Returns the errno of a call, or 0 if it succeeds.
    private func code(_ call: () -> Int32) -> Int32 { call() >= 0 ? 0 : errno }

    private func spawnCode() -> Int32 {
        var process = pid_t()
        var arguments: [UnsafeMutablePointer<CChar>?] = [strdup("true"), nil]
        let code = posix_spawn(&process, "/bin/true", nil, nil, &arguments, Glibc.environ)
        if code == 0 { waitpid(process, nil, 0) }
        return code
    }

    private final class Answer<Value>: @unchecked Sendable {
        // `@unchecked Sendable` is safe: the new thread writes `result` before it signals the semaphore, and the test
        // reads `result` after that.
        var result: Result<Value, any Error>?
    }

    private func onAThread<Value>(_ body: @escaping @Sendable () throws -> Value) throws -> Value {
        let (answer, done) = (Answer<Value>(), DispatchSemaphore(value: 0))
        let thread = Thread {
            answer.result = Result(catching: body)
            done.signal()
        }
        thread.start()
        done.wait()
        return try answer.result!.get()
    }
#endif
