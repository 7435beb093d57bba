extension Processor {
    /// The paths of the images in the arguments. Only an argument of the kind `path` is the path of an image. If it is
    /// a reference to a field, the default of the reference counts. The program in a `command` is not included. In all
    /// other arguments, a text that looks like a path, such as `/`, is only a text.
    package var paths: [String] { pathArguments.compactMap { $0.withDefaults?.string } }

    /// The paths in arguments that are not references to fields. In contrast to `paths`, the defaults of references are
    /// not included.
    var overlays: [String] { pathArguments.compactMap(\.string) }

    var hasOverlay: Bool { !pathArguments.isEmpty }

    /// The arguments of the kind `path`.
    private var pathArguments: [Value] {
        let parameters = ProcessorDefinition.named(name)?.parameters ?? []
        return parameters.filter { $0.kind == .path }.compactMap { given[$0.name] }
    }
}
