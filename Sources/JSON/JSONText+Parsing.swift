extension JSONText {
    /// Converts the text of a JSON file.
    package init(parsing text: String) throws { self.init(try parseJSON(Array(text.utf8))) }
}
