extension String {
    /// The text without Markdown's marks for code.
    var withoutMarkup: String { replacing("`", with: "") }
}
