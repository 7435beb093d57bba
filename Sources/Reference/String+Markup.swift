extension String {
    /// Without the marks of Markdown for code.
    var withoutMarkup: String { replacing("`", with: "") }
}
