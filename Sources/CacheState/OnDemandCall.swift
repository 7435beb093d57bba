import Files
import GRDB
import Registry

/// The call of a single-file command, recorded for the cache file that the call needed. Because of this record, the
/// cache file is not an orphan, even if no source group contains its source.
package struct OnDemandCall: Hashable, Sendable {
    package var generator: String
    package var source: String
    package var arguments: [String]

    package init(generator: String, source: String, arguments: [String]) {
        self.generator = generator
        self.source = source
        self.arguments = arguments
    }
}

extension OnDemandCall {
    /// - Parameter name: the name of the cache file.
    func arguments(of name: String) -> StatementArguments {
        [name, source, generator, lines]
    }

    /// The arguments as lines. Each line break in an argument is followed by a space. No argument begins with a space,
    /// so a line that begins with a space continues the argument before it.
    private var lines: String {
        arguments.map { $0.replacing(scalar: "\n", with: "\n ") }.joined(separator: "\n")
    }

    /// Returns the arguments that `lines` contains.
    fileprivate static func arguments(in lines: String) -> [String] {
        var arguments: [String] = []
        // Divide at scalars, because `\r\n` is one character.
        for line in lines.unicodeScalars.split(separator: "\n") {
            if line.first == " ", !arguments.isEmpty {
                arguments[arguments.count - 1] += "\n" + String(line.dropFirst())
            } else {
                arguments.append(String(line))
            }
        }
        return arguments
    }
}

extension StateStore {
    func onDemand() throws -> [ByteName: OnDemandCall] {
        try query { db in
            guard try db.tableExists("on_demand") else { return [:] }
            var calls: [ByteName: OnDemandCall] = [:]
            let rows = try Row.fetchCursor(db, sql: "SELECT name, source, generator, arguments FROM on_demand")
            while let row = try rows.next() {
                guard let name = row.text(0), names.contains(name), let source = row.text(1),
                    source.isEmpty || SourceNameProblem(source) == nil, let generator = row.text(2),
                    let arguments = row.text(3)
                else { continue }
                calls[ByteName(name)] = OnDemandCall(
                    generator: generator,
                    source: source,
                    arguments: OnDemandCall.arguments(in: arguments)
                )
            }
            return calls
        }
    }
}
