import Operations
import Planning
import Registry
import Workers

extension Registry {
    /// Finds a cache file by its name, URL, or path. If no generator makes the file, prints an error and exits with 1.
    func cacheFile(_ text: String) throws -> CacheFileLookup.Match {
        let name = CacheFileArgument(text, settings).name
        let renderer = CurrentRenderer(WorkerProcesses(environment: processEnvironment).renderer)
        let lookup = CacheFileLookup(self, renderer: renderer) { notice in
            if notice.kind == .failure { report(notice) }
        }
        if let match = try exitOnError({ try lookup.match(name) }) { return match }
        StandardStream.error.report(
            "error",
            "no generator of \(path) yields \(name): its source, its generator, or an attribute of the generator has "
                + "changed, or the name is misspelled; imagekit prune --dry-run lists files without a use"
        )
        throw ExitStatus.incomplete.code
    }
}
