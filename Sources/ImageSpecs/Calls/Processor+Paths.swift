extension Processor {
    /// The paths of the images in the arguments. Only an argument of the kind `path` is the path of an image. If it is
    /// a reference to a field, the default of the reference counts. The program in a `command` is not included. In all
    /// other arguments, a text that looks like a path, such as `/`, is only a text.
    package var paths: [String] { pathArguments.compactMap { $0.withDefaults?.string } }

    /// The paths of the images that the spec itself names. They are known even if other arguments refer to fields.
    var overlays: [String] { pathArguments.compactMap(\.string) }

    /// The arguments of the kind `path`.
    private var pathArguments: [Value] {
        let parameters = ProcessorDefinition.named(name)?.parameters ?? []
        return parameters.filter { $0.kind == .path }.compactMap { given[$0.name] }
    }
}
