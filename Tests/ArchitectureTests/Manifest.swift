import TestSupport

/// The targets of `Package.swift`, read from its text, because `swift package dump-package` takes seconds.
struct Manifest {
    struct Target: Hashable {
        let name: String
        /// The targets that this target depends on, without products of other packages.
        let dependencies: Set<String>
        let isTest: Bool
        let isSystemLibrary: Bool
    }

    let targets: [Target]

    static func read() throws -> Manifest { Manifest(try Repository.text("Package.swift")) }

    init(_ text: String) {
        // Dependencies that have a name in the manifest: `let linux = Target.Dependency.target(name: "CLinux", …)`.
        let binding = /let (\w+) = Target\.Dependency\.target\(name: "([^"]+)"/
        let named = Dictionary(
            text.matches(of: binding).map { (String($0.1), String($0.2)) },
            uniquingKeysWith: { first, _ in first }
        )
        let call = /(Dependency)?\.(target|executableTarget|testTarget|systemLibrary)\(\s*name: "([^"]+)"/
        targets = text.matches(of: call).filter { $0.1 == nil }.map { match in
            // Find the closing parenthesis of the call by counting parentheses, because the arguments also contain
            // parentheses.
            let open = text[match.range].firstIndex(of: "(") ?? match.range.upperBound
            let arguments = Self.block(of: text, from: open, "(", ")")
            let path = arguments.firstMatch(of: /path: "([^"]+)"/)?.1 ?? ""
            return Target(
                name: String(match.3),
                dependencies: Self.dependencies(in: arguments, named),
                isTest: match.2 == "testTarget" || path.hasPrefix("Tests/"),
                isSystemLibrary: match.2 == "systemLibrary"
            )
        }
    }

    private static func dependencies(in arguments: Substring, _ named: [String: String]) -> Set<String> {
        guard let start = arguments.firstRange(of: "dependencies: [") else { return [] }
        let list = block(of: arguments, from: arguments.index(before: start.upperBound), "[", "]")
        let own = list.replacing(/\.product\([^)]*\)/, with: "")
        let quoted = own.matches(of: /"([^"]+)"/).map { String($0.1) }
        let words = own.replacing(/"[^"]*"/, with: "").matches(of: /\w+/).map { String($0.0) }
        return Set(quoted + words.compactMap { named[$0] })
    }

    /// Returns the text from an opening bracket to the matching closing bracket.
    private static func block(
        of text: some StringProtocol,
        from start: String.Index,
        _ opening: Character,
        _ closing: Character
    ) -> Substring {
        var depth = 0
        for index in text[start...].indices {
            if text[index] == opening { depth += 1 }
            if text[index] == closing { depth -= 1 }
            if depth == 0 { return Substring(text[start...index]) }
        }
        return Substring(text[start...])
    }
}
