/// The error for a command-line argument that does not match the kind of its setting.
package struct SettingArgumentError: Error, CustomStringConvertible {
    let requirement: String

    /// The text that follows "The value 'x' is invalid for '--max-pixels <count>': ".
    package var description: String { "give \(requirement)" }
}
