extension ImageSpec {
    /// The bytes whose MD5 is the hash in a cache file's name: django-imagekit's canonical pickle of
    /// `[source name, processors, format, options, autoconvert]` (`imagekit.specs.ImageSpec.get_hash`), with the
    /// changed extensions as one more member where there are any.
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
    /// The processor as an instance of its PILKit class, with the attributes that its `__init__` sets.
    func write(to pickle: inout PickleWriter) {
        guard let signature = ProcessorSignature.named(name) else { return }
        pickle.writeInstance(of: name, in: signature.module, attributes: attributes(signature))
    }

    private typealias Attribute = (name: String, write: (inout PickleWriter) -> Void)

    private func attributes(_ signature: ProcessorSignature) -> [Attribute] {
        if signature.isVariadic {
            guard let name = signature.parameters.first?.name, case .tuple(let turns) = given[name] else { return [] }
            return [(name, { $0.writeTurns(turns) })]
        }
        let derived = derivedAttributes
        let own = signature.parameters.map { parameter -> Attribute in
            if let value = derived[parameter.name] { return (parameter.name, value) }
            if let value = given[parameter.name] { return (parameter.name, { $0.write(value) }) }
            let fallback = parameter.fallback ?? .none
            return (parameter.name, { $0.writeDefault(fallback, of: "\(signature.name).\(parameter.name)") })
        }
        if case .addBorder(let border, _) = step {
            let sides = [
                ("top", border.top), ("right", border.right), ("bottom", border.bottom), ("left", border.left),
            ]
            return own.filter { $0.name != "thickness" }
                + sides.map { (name, width) -> Attribute in (name, { $0.write(.integer(width)) }) }
        }
        return own
    }

    /// Attributes that a class works out from its arguments instead of keeping them.
    private var derivedAttributes: [String: (inout PickleWriter) -> Void] {
        switch name {
        case "Thumbnail":
            let derived = ThumbnailDefaults(given: given)
            return ["crop": { $0.write(.bool(derived.crop)) }, "anchor": { $0.write(derived.anchor) }]
        case "ResizeCanvas":
            return canvasAttributes
        default:
            return [:]
        }
    }

    /// `pilkit.processors.resize.ResizeCanvas.__init__`: either an anchor or an offset, and a colour in any case.
    private var canvasAttributes: [String: (inout PickleWriter) -> Void] {
        var attributes: [String: (inout PickleWriter) -> Void] = [:]
        if given["x"] != nil || given["y"] != nil {
            for axis in ["x", "y"] {
                let value = given[axis] ?? .integer(0)
                attributes[axis] = { $0.write(value) }
            }
            attributes["anchor"] = { $0.write(.none) }
        } else {
            let anchor = given["anchor"] ?? .string("c")
            attributes["anchor"] = { $0.write(anchor) }
        }
        if given["color"] == nil {
            let white = Value.tuple([.integer(255), .integer(255), .integer(255), .integer(0)])
            attributes["color"] = { $0.writeDefault(white, of: "ResizeCanvas.color") }
        }
        return attributes
    }
}
