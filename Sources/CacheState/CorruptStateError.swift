import GRDB

/// The content of the state is damaged, so that it cannot be read.
package struct CorruptStateError: Error, CustomStringConvertible {
    let path: String
    let reason: String

    package var description: String {
        "the state \(path) is corrupt (\(reason)): run imagekit generateimages, which checks the images and replaces the "
            + "state"
    }

    /// Runs a read. If the state turns out to be corrupt, throws an error that names its file.
    /// - Parameter path: the path of the state.
    static func naming<T>(_ path: String, _ read: () throws -> T) throws -> T {
        do {
            return try read()
        } catch let error as DatabaseError where error.isCorruption {
            throw CorruptStateError(path: path, reason: error.message ?? "\(error.resultCode)")
        }
    }
}
