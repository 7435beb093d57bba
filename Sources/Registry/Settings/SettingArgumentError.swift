/// The argument of a command-line option is not a valid value of its setting.
package struct SettingArgumentError: Error, CustomStringConvertible {
    let requirement: String

    /// The text that follows "The value 'x' is invalid for '--max-pixels <count>': ".
    package var description: String { "give \(requirement)" }
}
