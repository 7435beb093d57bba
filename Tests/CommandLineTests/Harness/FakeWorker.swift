/// Workers that go wrong on sources of certain names and hand all others to the real one.
enum FakeWorker {
    static let name = "fake-worker"

    /// - `crash`: ends by a signal, after a last word; `exit`: ends with code 3;
    /// - `hang`: never answers; it first writes its process id into the pipe `$STARTED`, where there is one;
    /// - `flood`: answers with three megabytes that are no outcome;
    /// - `chatty`: writes a megabyte to standard error, then does its job;
    /// - `leave`: does its job and is gone when the next one comes;
    /// - `silent`: ends without a word.
    ///
    /// Every job is noted in `jobs.log`.
    static let script = """
        #!/bin/sh
        while IFS= read -r job; do
            source=${job#*'"source":"'}
            source=${source%%'"'*}
            echo "$source" >> "$JOBS"
            case $source in
            *crash*) echo 'last words' >&2; kill -SEGV $$ ;;
            *exit*) exit 3 ;;
            *hang*) [ -z "$STARTED" ] || echo $$ > "$STARTED"; exec sleep 1000 ;;
            *flood*) head -c 3000000 /dev/zero | tr '\\0' x; echo ;;
            *silent*) exit 0 ;;
            *leave*) exec 0<&-; printf '%s\\n' "$job" | "$REAL"; exit 0 ;;
            *chatty*) head -c 1000000 /dev/zero | tr '\\0' x >&2; printf '%s\\n' "$job" | "$REAL" ;;
            *) printf '%s\\n' "$job" | "$REAL" ;;
            esac
        done
        """
}

extension Site {
    /// Installs the fake worker; returns the environment that makes imagekit take it.
    func installFakeWorker() -> [String: String] {
        makeExecutable(FakeWorker.name, FakeWorker.script)
        return ["IMAGEKIT_WORKER": path(FakeWorker.name), "REAL": Executables.worker, "JOBS": path("jobs.log")]
    }

    /// The sources of the jobs that the fake worker took, in order; forgets them.
    func takeJobs() -> [String] {
        defer { write("jobs.log", "") }
        return text("jobs.log")?.split(separator: "\n").map(String.init) ?? []
    }
}
