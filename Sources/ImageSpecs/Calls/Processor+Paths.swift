extension Processor {
    /// The paths of the files in the arguments. Only an argument of the kind `path` contains the path of a file. For
    /// example, the text `/` is not a path in an argument of another kind.
    package var paths: [String] {
        let parameters = ProcessorDefinition.named(name)?.parameters ?? []
        return parameters.filter { $0.kind == .path }.compactMap { given[$0.name]?.withDefaults?.string }
    }
}
