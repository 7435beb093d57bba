import Testing

@testable import Files

struct LockHoldersTests {
    private static let table = """
        1: FLOCK  ADVISORY  WRITE 4711 08:01:131089 0 EOF
        1: -> FLOCK  ADVISORY  WRITE 4712 08:01:131089 0 EOF
        2: POSIX  ADVISORY  WRITE 17 08:01:131089 0 EOF
        3: FLOCK  ADVISORY  READ  4713 00:2b:131089 0 EOF
        4: FLOCK  ADVISORY  WRITE 4714 08:01:31089 0 EOF
        5: FLOCK  ADVISORY  WRITE 0 08:01:131089 0 EOF
        """

    /// The function ignores waiting processes, record locks, and processes of other containers.
    @Test func theOwnersOfTheFileAreFound() {
        #expect(LockHolders.processes(in: Self.table, inode: 131_089) == [4711, 4713])
        #expect(LockHolders.processes(in: Self.table, inode: 31_089) == [4714])
        #expect(LockHolders.processes(in: Self.table, inode: 9).isEmpty)
    }

    @Test func aMissingFileHasNoHolders() { #expect(LockHolders(of: "/nowhere/lock").holders.isEmpty) }
}
