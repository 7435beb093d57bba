extension Site {
    /// Installs a worker that records its confinement and its environment in the files `confinement` and `seen`, and
    /// then runs the real worker. Returns the environment that makes imagekit use this worker.
    func installSpy() -> [String: String] {
        makeExecutable(
            "spy",
            #"""
            #!/bin/sh
            [ "$1" = query ] || echo "$1" > confinement
            env > seen
            exec "$REAL" "$@"
            """#
        )
        return ["IMAGEKIT_WORKER": path("spy"), "REAL": Executables.worker]
    }
}
