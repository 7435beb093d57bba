import ImageSpecs

/// A file of profiles: `~/.aws/credentials` or `~/.aws/config`.
struct AWSProfiles {
    /// The values of the profiles, by the names of their sections.
    private var sections: [String: [String: String]] = [:]

    init(_ text: String) {
        var section: String?
        for line in text.split(whereSeparator: \.isNewline) {
            // Skip comments. Also skip indented lines, because they belong to a nested value, such as `s3 =`.
            guard let first = line.first, !first.isWhitespace, first != "#", first != ";" else { continue }
            if first == "[" {
                section = line.dropFirst().prefix { $0 != "]" }.trimmingSpaces
                continue
            }
            guard let section, let equals = line.firstIndex(of: "=") else { continue }
            var value = line[line.index(after: equals)...].trimmingSpaces
            if let comment = value.firstRange(of: " #") ?? value.firstRange(of: " ;") {
                value = value[..<comment.lowerBound].trimmingSpaces
            }
            // An empty value counts as not set, like an empty variable of the environment. For example, libcurl does
            // not send the header of an empty session token, so a signature that covers this header would be wrong.
            let name = line[..<equals].trimmingSpaces.lowercased()
            sections[section, default: [:]][name] = value.isEmpty ? nil : value
        }
    }

    /// Returns the values of a profile. In `config`, the sections of all profiles except `default` begin with the word
    /// `profile`.
    func values(of profile: String) -> [String: String]? { sections["profile \(profile)"] ?? sections[profile] }
}
