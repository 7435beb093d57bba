import Testing

#if os(Linux)
    /// Without `/proc`, no command can read its arguments. Each command must say so, and must not crash. The crash was a
    /// race, so each test runs the command several times.
    @Suite(.enabled(if: Shell.canMount, "only root can mount file systems")) struct MissingProcTests {
        @Test(arguments: ["version", "generateimages --check"]) func theCommandSaysSo(_ arguments: String) throws {
            let script = """
                mount -t tmpfs none /proc || exit 99
                for run in 1 2 3 4 5 6 7 8 9 10 11 12; do "$IMAGEKIT" \(arguments); echo $?; done
                """
            let result = try Shell.run(script, in: Site())
            #expect(result.outputLines == Array(repeating: "1", count: 12))
            let message = "error: the arguments cannot be read: mount /proc"
            #expect(result.errorLines == Array(repeating: message, count: 12))
        }

        @Test func theServerSaysSo() throws {
            let script = "mount -t tmpfs none /proc || exit 99; exec \"${IMAGEKIT}-serve\""
            let result = try Shell.run(script, in: Site())
            #expect(result.exitCode == 1)
            #expect(result.errors == "error: the arguments cannot be read: mount /proc\n")
        }
    }
#endif
