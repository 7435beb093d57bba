import Storage
import Synchronization

/// Answers requests with given results, in this order, and records the requests.
final class ScriptedTransport: HTTPTransport {
    typealias Answer = Result<HTTPResponse, TransportError>

    private let answers: Mutex<[Answer]>
    private let sent = Mutex<[HTTPRequest]>([])

    init(_ answers: [Answer]) { self.answers = Mutex(answers) }

    var requests: [HTTPRequest] { sent.withLock(\.self) }

    func send(_ request: HTTPRequest) throws(TransportError) -> HTTPResponse {
        sent.withLock { $0.append(request) }
        let answer = answers.withLock { $0.isEmpty ? nil : $0.removeFirst() }
        guard let answer else { throw TransportError(message: "no more answers", isTransient: false) }
        return try answer.get()
    }
}

extension ScriptedTransport.Answer {
    static let ok = Self.success(HTTPResponse(status: 200))
    static let cut = Self.failure(TransportError(message: "cut", isTransient: true))
    static let untrusted = Self.failure(TransportError(message: "certificate", isTransient: false))

    static func refused(_ status: Int, _ code: String = "", headers: [String: String] = [:]) -> Self {
        let body = "<Error><Code>\(code)</Code><Message>text</Message></Error>"
        return .success(HTTPResponse(status: status, headers: headers, body: Array(body.utf8)))
    }

    static func document(_ text: String) -> Self { .success(HTTPResponse(status: 200, body: Array(text.utf8))) }
}
