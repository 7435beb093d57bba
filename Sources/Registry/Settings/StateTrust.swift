/// Decides which states the user root uses. The values come only from the environment, because an untrusted author of a
/// state can also be the author of the registry.
package struct StateTrust: Sendable {
    static let variable = "IMAGEKIT_SAFE_FOLDERS"

    /// The absolute paths of cache folders. The user root uses the states of these folders even if other users own
    /// them. `*` stands for all folders.
    package var folders: Set<String> = []
    /// The user who started imagekit with sudo.
    package var invokingUser: UInt32?

    package init() {}

    init(environment: [String: String]) {
        folders = Set((environment[Self.variable] ?? "").split(separator: ":").map(String.init))
        invokingUser = environment["SUDO_UID"].flatMap(UInt32.init)
    }

    /// Returns whether a user may use the state of a cache folder.
    package func allows(_ user: UInt32, stateOf folder: String, ownedBy owner: UInt32) -> Bool {
        user != 0 || owner == 0 || owner == invokingUser || folders.contains("*") || folders.contains(folder)
    }
}
