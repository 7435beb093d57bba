import Files
import ImageSpecs
import JSON
import Registry

/// Verifies that an imported generator gives its cache files the same names as the site. A name contains a hash of the
/// processors, the format, the options, and `autoconvert`. So if the names are equal, the imported generator has the
/// same values as the generator of the site. The hash also depends on which of these values are the same Python object,
/// so names can differ although the values are equal.
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

    /// Returns the reason why the generator must be left out; nil if the generator is valid and its cache files have
    /// the same names as on the site.
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
