/// The bytes whose MD5 is the hash in a cache file's name. The bytes are django-imagekit's canonical pickle of
/// `[source name, processors, format, options, autoconvert]` (`imagekit.specs.ImageSpec.get_hash`). If extensions
/// differ from their defaults, the list has one more member, which contains these extensions.
///
/// Usually, the pickles of a spec differ only in the name of the source. So the other bytes are computed only once.
package struct SpecPickle: Sendable {
    private let spec: ImageSpec
    /// The bytes after the name of the source. They are valid only if no string of the spec is the same Python object
    /// as the name.
    private let rest: [UInt8]
    /// The strings in `rest`.
    private let strings: Set<String>

    package init(_ spec: ImageSpec) {
        self.spec = spec
        var pickle = PickleWriter()
        pickle.startList()
        pickle.writeUnsharedString("")
        let start = pickle.bytes.count
        pickle.writeMembers(of: spec)
        rest = Array(pickle.bytes[start...])
        strings = pickle.strings
    }

    /// A site reads the name of the source from its database, so the name is another Python object than an equal string
    /// of the spec. But CPython has only one object for each string of one character. If the spec contains this string,
    /// its occurrences become references to the name. The empty name of a canvas is treated in the same way.
    package func bytes(sourceName: String) -> [UInt8] {
        var pickle = PickleWriter()
        pickle.startList()
        guard sourceName.utf8.count <= 1, strings.contains(sourceName) else {
            pickle.writeUnsharedString(sourceName)
            return pickle.bytes + rest
        }
        pickle.writeString(sourceName)
        pickle.writeMembers(of: spec)
        return pickle.bytes
    }
}

extension PickleWriter {
    /// Writes the rest of the list that starts with the name of the source.
    fileprivate mutating func writeMembers(of spec: ImageSpec) {
        append()
        startList()
        for processor in spec.processors {
            processor.write(to: &self)
            append()
        }
        append()
        write(spec.format.map(Value.string) ?? .none)
        append()
        write(spec.options.map(Value.dictionary) ?? .none)
        append()
        write(.bool(spec.autoconvert))
        append()
        if !spec.extensions.changed.isEmpty {
            write(.dictionary(spec.extensions.changed))
            append()
        }
        finish()
    }
}

extension Processor {
    /// Writes the processor as an instance of its Python class, with the attributes that its `__init__` sets.
    fileprivate func write(to pickle: inout PickleWriter) {
        guard let definition = ProcessorDefinition.named(name) else { return }
        let attributes = HashAttributes(of: definition, given: given)
        pickle.writeInstance(of: name, in: definition.module, attributes: attributes.all)
    }
}
