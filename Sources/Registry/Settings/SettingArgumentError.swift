/// The argument of a command-line option is not of its setting's kind.
package struct SettingArgumentError: Error, CustomStringConvertible {
    let requirement: String

    /// To follow "The value 'x' is invalid for '--max-pixels <count>': ".
    package var description: String { "give \(requirement)" }
}
