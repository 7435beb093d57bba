extension Processor {
    /// The paths of the files in the arguments. Only an argument of the kind `path` names a file. For example, a text
    /// such as `/` does not.
    package var paths: [String] {
        let parameters = ProcessorDefinition.named(name)?.parameters ?? []
        return parameters.filter { $0.kind == .path }.compactMap { given[$0.name]?.withDefaults?.string }
    }
}
