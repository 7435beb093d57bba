import ArgumentParser
import Files
import Operations
import Registry

extension Registry {
    /// Throws an error if a command cannot write the file of an option. Commands call this function before their work,
    /// because the work can take hours.
    func checkOutputFile(of option: String, at path: String) throws {
        if let obstacle = Manifest.obstacle(at: path, for: self) {
            throw ValidationError("\(option): \(obstacle): use another path.")
        }
        do {
            try checkAtomicWrite(to: path)
        } catch {
            StandardStream.error.report("error", "\(option): \(error)")
            throw ExitStatus.wrongUsage.code
        }
    }
}
