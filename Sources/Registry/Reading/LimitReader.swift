import ImageSpecs
import WorkerProtocol

/// Reads the settings that say what an image may cost and which files are decoded.
struct LimitReader {
    let value: Value
    let problem: (String) -> Void

    func apply(_ name: SettingName, to settings: inout Settings) {
        switch name {
        case .maxPixels: count { settings.limits.pixels = $0 }
        case .maxFrames: count { settings.limits.frames = $0 }
        case .maxFileSize: bytes { settings.limits.fileBytes = $0 }
        case .maxOutputSize: bytes { settings.limits.outputBytes = $0 }
        case .maxMemory: bytes { settings.limits.memory = $0 }
        case .sandbox:
            guard let sandbox = value.string.flatMap(Confinement.Sandbox.init) else {
                let known = Confinement.Sandbox.allCases.map { "\"\($0.rawValue)\"" }.joined(separator: ", ")
                return problem("\(value) is none of \(known)")
            }
            settings.sandbox = sandbox
        case .timeout:
            guard let seconds = value.number, seconds > 0, seconds < 1_000_000 else {
                return problem("\(value) is not a number of seconds above 0")
            }
            settings.timeout = .seconds(seconds)
        case .allowFormats:
            let named = formats(SourceFormat.trusted, by: \.rawValue, "formats") { $0.uppercased() }
            settings.limits.formats = named + settings.limits.formats.filter { $0.untrustedLoader != nil }
        case .allowLoaders:
            let untrusted = SourceFormat.allCases.filter { $0.untrustedLoader != nil }
            let named = formats(untrusted, by: { $0.untrustedLoader ?? "" }, "loaders") { $0.lowercased() }
            settings.limits.formats = settings.limits.formats.filter { $0.untrustedLoader == nil } + named
        default: preconditionFailure("\(name) is no limit")
        }
    }

    private func count(_ set: (Int) -> Void) {
        guard let number = value.integer, number > 0 else { return problem("\(value) is not a whole number above 0") }
        set(number)
    }

    private func bytes(_ set: (Int) -> Void) {
        guard let bytes = value.integer ?? value.string.flatMap(ByteCount.init)?.bytes, bytes > 0 else {
            return problem("\(value) is not a number of bytes above 0, such as 1048576, \"500MB\" or \"1GiB\"")
        }
        set(bytes)
    }

    /// In the order of the enumeration, whatever the registry's.
    private func formats(
        _ known: [SourceFormat],
        by name: (SourceFormat) -> String,
        _ kind: String,
        spelled: (String) -> String
    ) -> [SourceFormat] {
        let names = known.map(name)
        guard case .tuple(let values) = value, values.allSatisfy({ $0.string != nil }) else {
            problem("\(value) is not an array of \(kind): \(names.joined(separator: ", "))")
            return []
        }
        let given = values.compactMap(\.string).map(spelled)
        for given in given where !names.contains(given) {
            problem(
                "\"\(given)\" is none of the \(kind) \(names.joined(separator: ", "))"
                    + Suggestion.clause(for: given, among: names)
            )
        }
        return known.filter { given.contains(name($0)) }
    }
}
