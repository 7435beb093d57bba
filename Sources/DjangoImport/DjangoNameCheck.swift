import Files
import ImageSpecs
import JSON
import Registry

/// Verifies that an imported generator gives its cache files the same names as the site. The hash in a name covers
/// processors, format, and options, down to the identity of Python's objects, so equal names mean that nothing was
/// lost.
struct DjangoNameCheck {
    private let settings: Settings

    /// - Parameter settings: the settings of the project.
    init(settings: JSONObject) {
        let log = ProblemLog()
        let node = RegistryNode(
            json: JSONNode(value: .object(settings), position: .start),
            file: "",
            path: "",
            log: log
        )
        self.settings = SettingsReader(folder: "/", environment: [:], log: log).settings(node)
    }

    /// Returns the reason why a registry cannot contain the generator. It is nil if a registry can contain it.
    func difference(of generator: DjangoReading.Generator) -> String? {
        let log = ProblemLog()
        let node = RegistryNode(json: generator.entry, file: "", path: "", log: log)
        let members = node.members(known: Generator.keys, "a generator: an object")
        let spec = members.map { SpecReader().spec($0) }
        let namer = members?["cachefile_namer"].flatMap { node in Namer.read(node.value) { node.problem($0) } }
        let problems = log.problems.map { [$0.path, $0.message].filter { !$0.isEmpty }.joined(separator: ": ") }
        guard let spec, problems.isEmpty else { return problems.joined(separator: "; ") }
        for (source, name) in generator.names {
            let subject = Namer.Subject(spec: spec, generator: generator.id, origin: .source(source))
            let own = (namer ?? settings.specNamer).name(of: subject, in: settings.cachefileDir)
            if own != name { return "the site gives \(source) the name \(name), the registry would give it \(own)" }
        }
        return nil
    }
}
