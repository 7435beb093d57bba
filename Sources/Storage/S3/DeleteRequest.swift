/// A request to delete several objects (`DeleteObjects`), and its answer.
enum DeleteRequest {
    /// The number of keys that one request can contain.
    static let maxKeys = 1000

    static func body(_ keys: some Sequence<String>) -> [UInt8] {
        let objects = keys.map { "<Object><Key>\($0.xmlEscaped)</Key></Object>" }.joined()
        return Array("<Delete><Quiet>true</Quiet>\(objects)</Delete>".utf8)
    }

    /// - Returns: the keys that could not be deleted; nil if the document is not the answer to such a request.
    static func failures(_ bytes: [UInt8]) -> [(key: String, error: ServiceError)]? {
        guard let root = XMLReader.root(of: bytes), root.name == "DeleteResult" else { return nil }
        return root.children(named: "Error").map { entry in
            let error = ServiceError(code: entry["Code"] ?? "", text: entry["Message"] ?? "")
            return (entry["Key"] ?? "", error)
        }
    }
}

extension String {
    fileprivate var xmlEscaped: String {
        unicodeScalars.map { scalar in
            switch scalar {
            case "&": "&amp;"
            case "<": "&lt;"
            case ">": "&gt;"
            case "\r": "&#13;"
            default: String(scalar)
            }
        }.joined()
    }
}
