extension ImageSpec {
    /// Returns the bytes whose MD5 is the hash in a cache file's name. The bytes are django-imagekit's canonical pickle
    /// of `[source name, processors, format, options, autoconvert]` (`imagekit.specs.ImageSpec.get_hash`). If
    /// extensions differ from their defaults, the list has one more member, which contains these extensions.
    package func canonicalPickle(sourceName: String) -> [UInt8] {
        var pickle = PickleWriter()
        pickle.startList()
        pickle.writeString(sourceName)
        pickle.append()
        pickle.startList()
        for processor in processors {
            processor.write(to: &pickle)
            pickle.append()
        }
        pickle.append()
        pickle.write(format.map(Value.string) ?? .none)
        pickle.append()
        pickle.write(options.map(Value.dictionary) ?? .none)
        pickle.append()
        pickle.write(.bool(autoconvert))
        pickle.append()
        if !extensions.changed.isEmpty {
            pickle.write(.dictionary(extensions.changed))
            pickle.append()
        }
        pickle.finish()
        return pickle.bytes
    }
}

extension Processor {
    /// Writes the processor as an instance of its Python class, with the attributes that its `__init__` sets.
    func write(to pickle: inout PickleWriter) {
        guard let definition = ProcessorDefinition.named(name) else { return }
        let attributes = HashAttributes(of: definition, given: given)
        pickle.writeInstance(of: name, in: definition.module, attributes: attributes.all)
    }
}
