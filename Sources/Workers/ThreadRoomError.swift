import SystemPackage

/// The system cannot start the threads that a process needs.
package struct ThreadRoomError: Error, CustomStringConvertible {
    /// The error of the system.
    let code: Errno

    package init(code: Errno) { self.code = code }

    package var description: String {
        "cannot start a thread (\(code)): raise the limit of processes and threads (ulimit -u, or "
            + "pids.max of the container) or of the address space (ulimit -v)"
    }
}
