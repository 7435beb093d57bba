import Files

/// Root does not use a state file that belongs to another user, because the content of the state decides which files
/// are deleted. `StateTrust` defines the exceptions.
package struct ForeignStateError: Error, CustomStringConvertible {
    let path: String
    /// The cache folder.
    let folder: String
    let owner: UInt32

    package var description: String {
        "root does not use the state \(path), which belongs to \(userName(owner)): run "
            + "sudo -u \(accountName(owner) ?? "'#\(owner)'") imagekit …, or set IMAGEKIT_SAFE_FOLDERS=\(folder) if you trust it"
    }
}
