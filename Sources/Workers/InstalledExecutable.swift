import Files
import ImageSpecs
import SystemPackage

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// An executable that is installed together with `imagekit`: in the same folder, or in `../libexec/imagekit/`.
package struct InstalledExecutable: Sendable {
    private let name: String
    /// The environment variable that overrides the path.
    private let variable: String?

    package init(_ name: String, variable: String? = nil) {
        self.name = name
        self.variable = variable
    }

    /// Returns the path of the executable.
    package func find(environment: [String: String] = [:]) throws(MissingExecutableError) -> String {
        if let path = variable.flatMap({ environment[$0] }), !path.isEmpty {
            guard Self.isExecutable(path) else { throw missing([path]) }
            return path
        }
        let folder = SourceName.split(Self.ownPath).folder
        let candidates = [folder + "/" + name, SourceName.normalize(folder + "/../libexec/imagekit/" + name)]
        guard let found = candidates.first(where: Self.isExecutable) else { throw missing(candidates) }
        return found
    }

    /// Replaces this process by the executable. Returns only if it throws an error.
    package func replaceProcess(arguments: [String]) throws(MissingExecutableError) {
        let path = try find()
        var words = ([path] + arguments).map { strdup($0) }
        words.append(nil)
        execv(path, words)
        let code = Errno(rawValue: errno)
        for word in words { free(word) }
        throw MissingExecutableError(name: name, searched: [path], variable: nil, code: code)
    }

    private func missing(_ searched: [String]) -> MissingExecutableError {
        MissingExecutableError(name: name, searched: searched, variable: variable, code: nil)
    }

    private static func isExecutable(_ path: String) -> Bool { access(path, X_OK) == 0 }

    /// The path of the running executable, with links resolved.
    private static var ownPath: String {
        let path = CommandLine.arguments.first ?? ""
        guard let real = realpath("/proc/self/exe", nil) ?? realpath(path, nil) else { return path }
        defer { free(real) }
        return String(cString: real)
    }
}

package struct MissingExecutableError: Error, CustomStringConvertible {
    let name: String
    let searched: [String]
    let variable: String?
    /// The system's error if the executable exists but cannot be started.
    let code: Errno?

    package var description: String {
        if let code { return "cannot start \(searched[0]): \(code)" }
        let remedy = variable.map { ", or set \($0) to its path" } ?? ""
        return
            "cannot find \(name); looked at \(searched.joined(separator: " and ")). Install it next to imagekit\(remedy)"
    }
}
