import Files

/// Who can upload files, and where the resulting images are stored.
package struct UploadPolicy: Sendable {
    /// The token that a request must contain; nil if every client can upload files.
    private let token: [UInt8]?
    /// The folder of the results, relative to `MEDIA_ROOT`.
    let folder: String

    package enum TokenError: Error, CustomStringConvertible {
        case short(String)

        package var description: String {
            switch self {
            case .short(let path):
                "\(path): the token has fewer than \(UploadPolicy.shortestToken) characters; write a longer one, such as "
                    + "the output of openssl rand -hex 32"
            }
        }
    }

    private static let shortestToken = 16

    /// - Parameter tokenFile: the path of the file with the token; nil if every client can upload files. The token is
    ///   the first line that is not empty, without the spaces at its ends.
    package init(tokenFile: String?, folder: String) throws {
        self.folder = folder
        guard let tokenFile else {
            token = nil
            return
        }
        let text = String(decoding: try readFile(tokenFile), as: UTF8.self)
        // Swift treats a carriage return and a line feed after it as one character, which is not equal to "\n".
        var line = text.split(whereSeparator: \.isNewline).first?.drop { $0 == " " } ?? ""
        while line.last == " " { line.removeLast() }
        guard line.utf8.count >= Self.shortestToken else { throw TokenError.short(tokenFile) }
        token = Array(line.utf8)
    }

    var needsToken: Bool { token != nil }

    /// Whether a client with this token can upload files. The comparison takes the same time for every token of the
    /// right length, so that the time does not reveal the token.
    func allows(_ given: String?) -> Bool {
        guard let token else { return true }
        guard let given = given.map({ Array($0.utf8) }), given.count == token.count else { return false }
        return zip(given, token).reduce(0) { $0 | ($1.0 ^ $1.1) } == 0
    }
}
