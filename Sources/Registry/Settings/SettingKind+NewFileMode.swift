import ImageSpecs
import WorkerProtocol

extension SettingKind<NewFileMode> {
    static let fileMode = mode(least: 0o600, example: "0644")
    static let folderMode = mode(least: 0o700, example: "0755")

    /// A mode is written as text, because JSON has no octal numbers: the JSON number 644 is the octal number 1204.
    /// - Parameter least: the permissions that every mode must contain, because imagekit needs them as the owner.
    private static func mode(least: UInt32, example: String) -> SettingKind {
        SettingKind(
            "an octal mode with all permissions of the owner, such as \"\(example)\", or \"umask\"",
            valueName: "mode",
            schema: ["type": "string", "pattern": .string("^((0o?)?\(least == 0o700 ? "7" : "[67]")[0-7]{2}|umask)$")],
            write: { mode in .string(mode.bits.map { "0" + String($0, radix: 8) } ?? "umask") },
            read: { value in
                guard let text = value.string else { return nil }
                if text == "umask" { return .umask }
                let digits = text.hasPrefix("0o") ? text.dropFirst(2) : text.dropFirst(text.hasPrefix("0") ? 1 : 0)
                guard digits.utf8.count == 3, let bits = UInt32(digits, radix: 8), bits & least == least else {
                    return nil
                }
                return NewFileMode(bits: bits)
            }
        )
    }
}
