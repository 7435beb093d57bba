import Files

/// A glob pattern: which names a source group takes, or leaves out.
///
/// The syntax is a contract with whoever writes a registry.
///
/// | syntax | matches |
/// |---|---|
/// | `?` | one character but `/` |
/// | `*` | any number of characters but `/`, none too |
/// | `**/` | any number of folders, none too: `a/**/b` matches `a/b` and `a/x/y/b` |
/// | `/**` at the end | everything below a folder, at any depth: `a/**` matches `a/b` and `a/x/b`, and not `a` |
/// | `[a-z0-9_]` | one character of those listed; a `]` that comes first, or a `-` at either end, is listed itself |
/// | `[!a-z]`, `[^a-z]` | one character but those listed and `/` |
/// | `{jpg,jpeg,t{i,1}f}` | any of the alternatives, which are patterns too and may hold a `/` |
/// | `\x` | the character `x` itself, whatever it is |
///
/// - A pattern is matched with the whole name: a path below the root, with `/` between its segments. `*.jpg` takes
///   files in the root alone; `**/*.jpg` takes those in every folder.
/// - `**` must be a whole segment; `a**` is a mistake, because tools disagree on what it means.
/// - **Hidden files and folders** match only where the pattern says so: a segment that begins with a dot is matched
///   only by a segment of the pattern that begins with a dot (`.*`, `**/.cache/*`); no wildcard, class or `**` takes a
///   leading dot. In a list of what to *exclude* they do: to leave too much out is harmless there, to leave something
///   in is not.
/// - Letter case counts. A character is a Unicode scalar; names are compared as they are, without normalization.
///   A byte that is not UTF-8 counts as a character that only wildcards and negated classes match.
/// - A pattern can neither begin with `/` nor hold empty, `.` or `..` segments: there are no such names.
///
/// Matching takes at most (pattern × name) steps, whatever the pattern: all its ways are followed side by side.
package struct Glob: Sendable {
    /// The pattern as it was written.
    package let pattern: String
    /// What the pattern is compiled to; ends with `match`.
    let steps: [GlobStep]

    package init(_ pattern: String) throws(GlobError) {
        self.pattern = pattern
        let nodes = try GlobParser.parse(pattern)
        steps = try GlobCompiler.compile(nodes, pattern: pattern)
    }

    /// Whether a name, relative to the root, is taken by the pattern.
    package func matches(_ name: String, hidden: GlobMatcher.HiddenNames = .needLeadingDot) -> Bool {
        var matcher = GlobMatcher([self], hidden: hidden)
        return matcher.matches(Array(name.utf8), in: matcher.root)
    }

    /// Whether any name below `folder` could be taken: what decides if a walk needs to read it. The root is "".
    func couldMatchBelow(_ folder: String, hidden: GlobMatcher.HiddenNames = .needLeadingDot) -> Bool {
        var matcher = GlobMatcher([self], hidden: hidden)
        if folder.isEmpty { return !matcher.root.isDeadEnd }
        return !matcher.enter(Array(folder.utf8), from: matcher.root).isDeadEnd
    }
}

extension Glob: Hashable {
    package static func == (left: Glob, right: Glob) -> Bool { left.pattern.utf8.elementsEqual(right.pattern.utf8) }
    package func hash(into hasher: inout Hasher) { hasher.combine(pattern) }
}
