/// A worker that fails for sources with certain names, and passes all other jobs to the real worker.
enum FakeWorker {
    static let name = "fake-worker"

    /// - `crash`: prints a message and ends by a signal; `exit`: ends with code 3;
    /// - `hang`: never answers; it first writes its process id into the pipe `$STARTED`, if that exists;
    /// - `halfway`: writes an empty line, which means that the source is decoded, and then never answers;
    /// - `strange`: answers with a failure whose message contains U+0085, U+2028, and U+2029;
    /// - `flood`: answers with three megabytes that are not an outcome;
    /// - `chatty`: writes a megabyte to standard error, then does its job;
    /// - `leave`: does its job and exits before the next job;
    /// - `silent`: ends without a message.
    ///
    /// The script appends the source of every job to `jobs.log`.
    static let script = """
        #!/bin/sh
        [ "$1" != query ] || exec "$REAL" "$@"
        while IFS= read -r job; do
            source=${job#*'"source":"'}
            source=${source%%'"'*}
            echo "$source" >> "$JOBS"
            case $source in
            *crash*) echo 'last words' >&2; kill -SEGV $$ ;;
            *exit*) exit 3 ;;
            *hang*) [ -z "$STARTED" ] || echo $$ > "$STARTED"; exec sleep 1000 ;;
            *halfway*) echo; exec sleep 1000 ;;
            *strange*)
                id=${job#*'"id":'}
                result='{"failed":{"_0":{"code":"corrupt-source","message":"%s"}}}'
                message=$(printf '1\\302\\2052\\342\\200\\2503\\342\\200\\2514')
                printf "{\\"id\\":${id%%,*},\\"results\\":[$result]}\\n" "$message" ;;
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
    /// Installs the fake worker. Returns the environment that makes imagekit use the fake worker.
    func installFakeWorker() -> [String: String] {
        makeExecutable(FakeWorker.name, FakeWorker.script)
        return ["IMAGEKIT_WORKER": path(FakeWorker.name), "REAL": Executables.worker, "JOBS": path("jobs.log")]
    }

    /// Returns the sources of the jobs that the fake worker received, in order, and clears the list.
    func takeJobs() -> [String] {
        defer { write("jobs.log", "") }
        return text("jobs.log")?.split(separator: "\n").map(String.init) ?? []
    }
}
