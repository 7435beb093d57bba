import Files

/// A glob pattern. It determines which names a source group contains or excludes.
///
/// Existing registries depend on this syntax, so it must stay compatible.
///
/// | syntax | matches |
/// |---|---|
/// | `?` | one character except `/` |
/// | `*` | any number of characters except `/`, also zero |
/// | `**/` | any number of folders, also zero: `a/**/b` matches `a/b` and `a/x/y/b` |
/// | `/**` at the end | everything below a folder, at any depth: `a/**` matches `a/b` and `a/x/b`, but not `a` |
/// | `[a-z0-9_]` | one of the listed characters; a `]` that comes first, or a `-` at either end, is literal |
/// | `[!a-z]`, `[^a-z]` | one character except the listed ones and `/` |
/// | `{jpg,jpeg,t{i,1}f}` | any of the alternatives, which are patterns too and may contain a `/` |
/// | `\x` | the character `x` itself, for every `x` |
///
/// - A pattern matches the complete name: a path below the root, with `/` between its segments. `*.jpg` matches only
///   files in the root; `**/*.jpg` matches files in every folder.
/// - `**` must be a complete segment; `a**` is an error, because tools disagree on its meaning.
/// - **Hidden files and folders** match only if the pattern names the dot. In a name, a segment that begins with a dot
///   matches only a segment of the pattern that begins with a dot, too (`.*`, `**/.cache/*`). So wildcards, brackets,
///   and `**` do not match a leading dot. *Exclusions* are different: there, wildcards, brackets, and `**` match a
///   leading dot, because excluding too much is safer than including too much.
/// - Letter case counts unless `ignoresCase` is set. With `ignoresCase`, the case of ASCII letters is ignored. A
///   character is a Unicode scalar, and names are compared without normalization. A byte that is not UTF-8 counts as a
///   character that only wildcards, `**`, and negated brackets match.
/// - A pattern cannot begin with `/` or contain empty, `.`, or `..` segments, because no name of a source begins with
///   `/` or contains such segments.
///
/// For every pattern, the time for matching is at most proportional to (length of the pattern × length of the name),
/// because all alternatives are followed in parallel.
package struct Glob: Sendable {
    /// The pattern as written.
    package let pattern: String
    /// Whether an ASCII letter also matches the same letter in the other case.
    package let ignoresCase: Bool
    /// The compiled pattern, which ends with `match`.
    let steps: [GlobStep]

    package init(_ pattern: String, ignoresCase: Bool = false) throws(GlobError) {
        self.pattern = pattern
        self.ignoresCase = ignoresCase
        let nodes = try GlobParser.parse(pattern)
        steps = try GlobCompiler.compile(nodes, pattern: pattern, ignoresCase: ignoresCase)
    }

    /// Whether the pattern matches a name relative to the root.
    package func matches(_ name: String, hidden: GlobMatcher.HiddenNames = .needLeadingDot) -> Bool {
        var matcher = GlobMatcher([self], hidden: hidden)
        return matcher.matches(Array(name.utf8), in: matcher.root)
    }
}

extension Glob: Hashable {
    package static func == (left: Glob, right: Glob) -> Bool {
        left.ignoresCase == right.ignoresCase && left.pattern.utf8.elementsEqual(right.pattern.utf8)
    }

    package func hash(into hasher: inout Hasher) { hasher.combine(pattern) }
}
