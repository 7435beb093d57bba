import Files
import SystemPackage

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

extension CacheTree {
    /// Checks whether a run of this user can use the lock, the claims, the state, and the folder for temporary files.
    /// Writes nothing.
    /// - Throws: the error with which such a run ends: `LinkInCacheTreeError`, `SpecialFileError`, `ForeignStateError`,
    ///   `NewerStateError`, `StateIsFolderError`, `FileError`.
    package func checkUsability() throws {
        try checkOwnFiles()
        // Check only the permission to read, because this permission is sufficient for a lock on a local file system.
        if access(lockPath, F_OK) == 0, access(lockPath, R_OK) != 0 { throw FileError("open", lockPath) }
        let states = [statePath] + shardsWithState.map(statePath(of:))
        for state in states {
            try checkOwner(ofState: state)
            try StateStore.refuseNewer(state)
        }
        for path in [claimsPath] + states.flatMap({ state in StateStore.suffixes.map { state + $0 } })
        where access(path, F_OK) == 0 {
            if isFolder(path) { throw StateIsFolderError(path: path) }
            if access(path, R_OK | W_OK) != 0 { throw FileError("open", path) }
        }
        let temporary = folder(ofFile: temporaryPath(""))
        if access(temporary, F_OK) == 0, access(temporary, W_OK | X_OK) != 0 { throw FileError("write in", temporary) }
    }
}

/// There is a folder at the path of a file of the state.
package struct StateIsFolderError: Error, CustomStringConvertible {
    let path: String

    package var description: String { "\(path) is a folder, and imagekit keeps its state there in a file: delete it" }
}
