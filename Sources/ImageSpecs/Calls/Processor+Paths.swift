extension Processor {
    /// The paths of the files in the arguments. Only an argument of the kind `path` contains the path of a file. In all
    /// other arguments, a text that looks like a path, such as `/`, is only a text.
    package var paths: [String] {
        let parameters = ProcessorDefinition.named(name)?.parameters ?? []
        return parameters.filter { $0.kind == .path }.compactMap { given[$0.name]?.withDefaults?.string }
    }
}
