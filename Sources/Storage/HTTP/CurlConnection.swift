/// An easy handle of libcurl with its open connections. Only one thread uses the handle at a time.
///
/// The class is `@unchecked Sendable`. This is safe, because libcurl allows different threads to use a handle one after
/// the other.
final class CurlConnection: @unchecked Sendable {
    private let curl: LibCurl
    private let handle: LibCurl.Handle

    /// The seconds to wait for a connection.
    private static let connectTimeout = 10
    /// The seconds after which a transfer without any progress fails.
    private static let stallTimeout = 30
    /// The maximum number of bytes in the body of a response. A page of a listing has at most about 4 MB.
    private static let maxBody = 16 << 20

    init(_ curl: LibCurl) throws(TransportError) {
        guard let handle = curl.newHandle() else {
            throw TransportError(message: "no memory for a connection", isTransient: true)
        }
        self.curl = curl
        self.handle = handle
    }

    deinit { curl.cleanUp(handle) }

    /// The response of a request while it arrives.
    private final class Received {
        var response = HTTPResponse(status: 0)
        var isTooLarge = false

        /// - Returns: false if the body would be too large.
        func append(_ part: UnsafeRawBufferPointer) -> Bool {
            isTooLarge = response.body.count + part.count > maxBody
            if !isTooLarge { response.body.append(contentsOf: part) }
            return !isTooLarge
        }
    }

    func send(_ request: HTTPRequest) throws(TransportError) -> HTTPResponse {
        var list: LibCurl.List?
        defer { curl.freeList(list) }
        // The empty `Expect:` prevents libcurl from sending this header. With the header, libcurl would wait up to a
        // second for the server's consent before it sends a large body.
        for header in ["Expect:"] + request.headers.map({ "\($0.name): \($0.value)" }) {
            guard let longer = curl.append(header, to: list) else {
                throw TransportError(message: "no memory for a request", isTransient: true)
            }
            list = longer
        }
        setUp(request, list)
        let received = Received()
        var message = [CChar](repeating: 0, count: LibCurl.errorBufferSize)
        let code = withExtendedLifetime(received) {
            message.withUnsafeMutableBytes { buffer in
                request.body.withUnsafeBytes { body in
                    // Reset the options, because some of them point to memory that is valid only in this function. The
                    // connections stay open.
                    defer { curl.reset(handle) }
                    let code = perform(body, request.method, received, messageIn: UnsafeRawPointer(buffer.baseAddress))
                    received.response.status = curl.status(of: handle)
                    return code
                }
            }
        }
        if received.isTooLarge {
            throw TransportError(message: "the response is larger than 16 MB: check the endpoint", isTransient: false)
        }
        guard code == 0 else { throw error(code, message) }
        return received.response
    }

    private func setUp(_ request: HTTPRequest, _ headers: LibCurl.List?) {
        curl.set(.url, of: handle, to: request.url)
        // Without this option, libcurl would remove `..` from keys.
        curl.set(.pathAsIs, of: handle, to: 1)
        curl.set(.protocols, of: handle, to: LibCurl.httpProtocols)
        curl.set(.noSignal, of: handle, to: 1)
        curl.set(.userAgent, of: handle, to: "imagekit")
        curl.set(.connectTimeout, of: handle, to: Self.connectTimeout * 1000)
        curl.set(.lowSpeedLimit, of: handle, to: 1)
        curl.set(.lowSpeedTime, of: handle, to: Self.stallTimeout)
        curl.set(.httpHeader, of: handle, to: UnsafeRawPointer(headers))
    }

    private func perform(
        _ body: UnsafeRawBufferPointer,
        _ method: String,
        _ received: Received,
        messageIn buffer: UnsafeRawPointer?
    ) -> Int32 {
        // Send every request like a POST, except a GET without a body. libcurl reads the body of a POST from memory, so
        // it can send the body again on a new connection if the server closed an idle connection.
        if body.isEmpty, method == "GET" {
            curl.set(.httpGet, of: handle, to: 1)
        } else {
            curl.set(.postFieldSize, of: handle, to: body.count)
            curl.set(.postFields, of: handle, to: body.baseAddress ?? UnsafeRawPointer(handle))
        }
        curl.set(.customRequest, of: handle, to: method)
        let pointer = UnsafeRawPointer(Unmanaged.passUnretained(received).toOpaque())
        curl.set(.errorBuffer, of: handle, to: buffer)
        curl.set(.writeData, of: handle, to: pointer)
        curl.set(.headerData, of: handle, to: pointer)
        let receiveBody: LibCurl.Receiver = { bytes, size, count, target in
            guard let bytes, let target else { return 0 }
            let part = UnsafeRawBufferPointer(start: bytes, count: size * count)
            let received = Unmanaged<Received>.fromOpaque(target).takeUnretainedValue()
            return received.append(part) ? part.count : 0
        }
        let receiveHeader: LibCurl.Receiver = { bytes, size, count, target in
            guard let bytes, let target else { return 0 }
            let line = String(decoding: UnsafeRawBufferPointer(start: bytes, count: size * count), as: UTF8.self)
            Unmanaged<Received>.fromOpaque(target).takeUnretainedValue().response.add(headerLine: line)
            return size * count
        }
        curl.set(.writeFunction, of: handle, to: receiveBody)
        curl.set(.headerFunction, of: handle, to: receiveHeader)
        return curl.perform(handle)
    }

    private func error(_ code: Int32, _ message: [CChar]) -> TransportError {
        let details = String(decoding: message.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
        return TransportError(
            message: details.isEmpty ? curl.message(of: code) : details,
            isTransient: Self.transientErrors.contains(code)
        )
    }

    /// The values of `CURLcode` for errors that can disappear. Errors of connections are an unknown proxy or host (5,
    /// 6), no connection (7), and a failed TLS handshake (35). Errors of transfers are errors of HTTP/2 (16, 92), a
    /// partial file (18), a timeout (28), no answer (52), and errors of sending and receiving (55, 56).
    private static let transientErrors: Set<Int32> = [5, 6, 7, 16, 18, 28, 35, 52, 55, 56, 92]
}
