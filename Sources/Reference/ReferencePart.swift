import JSON

/// A part of a page or of a JSON file. The program `generate-reference` writes this part from a table of facts.
package struct ReferencePart: Sendable {
    /// The text of the part, and how it is inserted into its file.
    package enum Content: Sendable {
        /// Markdown between two comments of a page, `<!-- generated: NAME -->` and `<!-- end: NAME -->`.
        case markdown(String)
        /// A definition of a JSON schema, `$defs.NAME`.
        case definition(JSONText)
        /// A member of a JSON file's object.
        case member(JSONText)
    }

    /// The path of the file in the repository.
    let file: String
    let name: String
    let content: Content

    package init(file: String, name: String, _ content: Content) {
        self.file = file
        self.name = name
        self.content = content
    }
}
