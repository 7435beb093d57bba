import ArgumentParser
import Operations
import Planning
import Registry
import Serving
import Workers

extension Registry {
    /// Finds a cache file by its name, URL, or path. If no generator makes the file, prints an error and exits with 1.
    func cacheFile(_ text: String) throws -> CacheFileLookup.Match {
        guard !text.isEmpty else { throw ValidationError("give the name, the URL, or the path of a cache file.") }
        let name = CacheFileArgument(text, settings).name
        let renderer = CurrentRenderer(WorkerProcesses(environment: processEnvironment).renderer)
        let lookup = CacheFileLookup(self, renderer: renderer) { notice in
            if notice.kind == .failure { report(notice) }
        }
        if let match = try exitOnError({ try lookup.match(name) }) { return match }
        if let hint = try exitOnError({ try hint(for: name, lookup) }) {
            StandardStream.error.report("error", hint)
            throw ExitStatus.incomplete.code
        }
        StandardStream.error.report(
            "error",
            "no generator of \(path) yields \(name): its source, its generator, or an attribute of the generator has "
                + "changed, or the name is misspelled; imagekit prune --dry-run lists files without a use"
        )
        throw ExitStatus.incomplete.code
    }

    /// Returns a message for an `.auto` URL, or for a name without `IMAGEKIT_CACHEFILE_DIR`; nil for other texts.
    private func hint(for name: String, _ lookup: CacheFileLookup) throws -> String? {
        if name.hasSuffix(RequestTargetReader.automaticEnding) {
            let stem = String(name.dropLast(RequestTargetReader.automaticEnding.count))
            let names = try lookup.alternatives(toStem: stem) { true }
            if !names.isEmpty {
                return
                    "\(name) is not a file: under this URL, imagekit serve sends the format that the client accepts; "
                    + "give the name of a file: \(names.joined(separator: ", "))"
            }
        }
        let complete = settings.cachefileDir + "/" + name
        guard try lookup.match(complete) != nil else { return nil }
        return "no generator of \(path) yields \(name): the name of a cache file starts with IMAGEKIT_CACHEFILE_DIR; "
            + "write \(complete)"
    }
}
