import Foundation

/// Runs commands in shell scripts as a user without permissions for the files of the user who runs the tests.
enum OtherUser {
    /// The start of a command.
    static let command = "setpriv --reuid 65534 --regid 65534 --clear-groups"

    /// Whether this user can run imagekit here.
    static let canRun: Bool = {
        guard geteuid() == 0 else { return false }
        return (try? Shell.run("exec \(command) \"$IMAGEKIT\" --version", in: Site()).exitCode) == 0
    }()
}
