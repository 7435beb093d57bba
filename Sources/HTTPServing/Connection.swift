import NIOCore
import NIOHTTP1
import Serving

/// Reads the requests of one connection, one after the other, and writes the answers.
///
/// `HTTPServerPipelineHandler` passes a request only after the previous one is answered. A request is answered only
/// after the system has accepted the previous answer. So memory does not grow with the number of requests that a client
/// sends in advance.
final class Connection: ChannelInboundHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundOut = HTTPServerResponsePart

    /// The event that each open connection receives when the server ends.
    struct DrainEvent {}

    /// The time in which a request must be received completely, in addition to the time for an upload's body.
    private static let requestTime = TimeAmount.seconds(30)
    /// The time in which an answer must be sent completely, in addition to the time for its body.
    private static let responseTime = TimeAmount.seconds(60)
    /// The rate in bytes per second from which the time for a body is computed.
    private static let slowestRate = 4096
    /// How long the server reads and ignores the rest of a refused body. If the server closed the connection at once,
    /// the system would reset it because of the unread bytes, and the client could lose the answer.
    private static let discardTime = TimeAmount.seconds(5)
    private static let checkInterval = TimeAmount.seconds(5)
    /// The status in the access log if the connection ended before the answer started. nginx uses the same status.
    private static let unanswered = 499
    /// The maximum number of bytes of a file that one call sends.
    private static let chunk = 128 * 1024

    private enum Phase {
        /// The connection waits for a request, or for the rest of a request.
        case reading
        /// The refusal is sent, and the rest of the request's body is ignored.
        case discarding
        /// The answer takes time. For example, an image is being made.
        case making
        case writing
    }

    private let shared: Connections
    private var context: ChannelHandlerContext?
    private var phase = Phase.reading
    /// The time after which the connection is closed. The deadline does not apply in the phase `making`.
    private var deadline = NIODeadline.now() + Connection.requestTime
    private var check: RepeatedTask?
    private var current: CurrentRequest?
    /// The address of the client for the access log.
    private var client = "unix"
    /// The number of answers that are passed to the channel completely, but are not sent completely.
    private var unsent = 0
    /// Whether the current request is complete and waits until the previous answer is sent.
    private var isWaiting = false
    /// Whether the client can send no further request.
    private var isInputClosed = false

    init(_ shared: Connections) { self.shared = shared }

    func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
        let connection = NIOLoopBound(self, eventLoop: context.eventLoop)
        check = context.eventLoop.scheduleRepeatedTask(
            initialDelay: Self.checkInterval,
            delay: Self.checkInterval
        ) { _ in
            connection.value.closeIfLate()
        }
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        check?.cancel()
        self.context = nil
    }

    private func closeIfLate() {
        if phase != .making, deadline < .now() { context?.close(promise: nil) }
    }

    // MARK: - Requests

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let head): begin(head, context)
        case .body(let buffer): receive(buffer)
        case .end:
            if phase == .discarding {
                context.close(promise: nil)
            } else if unsent > 0 {
                isWaiting = true
                // The deadline can be that of the upload, which is complete now.
                deadline = max(deadline, NIODeadline.now() + Self.responseTime)
            } else {
                respond(context)
            }
        }
    }

    private func receive(_ buffer: ByteBuffer) {
        guard let upload = current?.upload, let start = current?.start, phase == .reading else {
            // The server needs only the body of an upload. So ignore the rest of a refused upload, and the body of any
            // other request. Close the connection after the answer, so that the server does not read a long body for
            // nothing.
            current?.keepsAlive = false
            return
        }
        let count = buffer.readableBytes
        current?.received += count
        let seconds = (current?.received ?? 0) / Self.slowestRate
        deadline = start + Self.requestTime + .seconds(Int64(seconds))
        do throws(UploadRefusalError) {
            try upload.receive(buffer.readableBytesView, count: count)
        } catch {
            refuse(error.response)
        }
    }

    /// Answers a request before its body is received completely.
    private func refuse(_ response: ServerResponse) {
        current?.keepsAlive = false
        current?.upload = nil
        current?.isRefused = true
        write(response)
    }

    private func begin(_ head: HTTPRequestHead, _ context: ChannelHandlerContext) {
        // After an answer with `Connection: close`, a server must ignore all further requests (RFC 9112, 9.6).
        guard phase == .reading else { return }
        var request = ServerRequest(method: head.method.rawValue, target: shared.service.targets.target(head.uri))
        for (name, value) in head.headers { request.read(header: name, value) }
        current = CurrentRequest(head: head, request: request)
        switch shared.service.beginUpload(request) {
        case .accepted(let upload):
            current?.upload = upload
            if request.upload?.expectsContinue == true {
                let head = HTTPResponseHead(version: .http1_1, status: .continue)
                context.writeAndFlush(wrapOutboundOut(.head(head)), promise: nil)
            }
        case .refused(let response): refuse(response)
        case nil: break
        }
    }

    private func respond(_ context: ChannelHandlerContext) {
        guard let request = current?.request, current?.isRefused == false else { return }
        if let upload = current?.upload {
            current?.upload = nil
            return write(after: context) { await $0.process(upload) }
        }
        if let response = shared.service.immediateResponse(to: request) { return write(response) }
        write(after: context) { await $0.response(to: request) }
    }

    /// Computes a slow answer in a task, and then writes the answer.
    private func write(
        after context: ChannelHandlerContext,
        _ answer: @escaping @Sendable (ImageService) async -> ServerResponse
    ) {
        phase = .making
        let (service, loop) = (shared.service, context.eventLoop)
        let connection = NIOLoopBound(self, eventLoop: loop)
        Task {
            let response = await answer(service)
            loop.execute { connection.value.write(response) }
        }
    }

    // MARK: - Answers

    private func write(_ response: ServerResponse) {
        guard let context, var current else { return }
        phase = .writing
        let size = response.body.count
        deadline = .now() + Self.responseTime + .seconds(Int64(size / Self.slowestRate))
        current.status = response.status
        if isInputClosed || shared.isDraining { current.keepsAlive = false }
        self.current = current
        context.write(wrapOutboundOut(.head(head(of: response, to: current))), promise: nil)
        guard current.head.method != .HEAD else { return finish(response.status, bytes: 0) }
        switch response.body {
        case .none: finish(response.status, bytes: 0)
        case .bytes(let bytes):
            context.write(wrapOutboundOut(.body(.byteBuffer(ByteBuffer(bytes: bytes)))), promise: nil)
            finish(response.status, bytes: size)
        case .file(let file, let range): send(file, range, response)
        }
    }

    private func head(of response: ServerResponse, to current: CurrentRequest) -> HTTPResponseHead {
        var headers = HTTPHeaders()
        headers.reserveCapacity(response.fields.count + 3)
        headers.add(name: "Date", value: shared.clock.text)
        for (name, value) in response.fields { headers.add(name: name, value: value) }
        if response.status != 304 { headers.add(name: "Content-Length", value: String(response.body.count)) }
        if !current.keepsAlive {
            headers.add(name: "Connection", value: "close")
        } else if current.head.version == .http1_0 {
            headers.add(name: "Connection", value: "keep-alive")
        }
        return HTTPResponseHead(version: .http1_1, status: .init(statusCode: response.status), headers: headers)
    }

    /// Sends the next chunk of a file. Sends the rest after the system has accepted the chunk, so that the answer to a
    /// slow client needs the memory of only one chunk.
    private func send(_ file: OpenedFile, _ range: Range<Int>, _ response: ServerResponse) {
        guard let context else { return }
        let count = min(range.count, Self.chunk)
        var buffer = context.channel.allocator.buffer(capacity: count)
        let read = buffer.writeWithUnsafeMutableBytes(minimumWritableBytes: count) { bytes in
            let bytes = UnsafeMutableRawBufferPointer(rebasing: bytes[..<count])
            return (try? file.descriptor.read(fromAbsoluteOffset: Int64(range.lowerBound), into: bytes)) ?? 0
        }
        // `imagekit` replaces a cache file only by a rename, so the open file does not become shorter. So a read
        // without bytes is usually a disk error.
        guard read > 0 || count == 0 else { return context.close(promise: nil) }
        let rest = range.dropFirst(read)
        guard !rest.isEmpty else {
            context.write(wrapOutboundOut(.body(.byteBuffer(buffer))), promise: nil)
            return finish(response.status, bytes: response.body.count)
        }
        let loop = context.eventLoop
        let connection = NIOLoopBound(self, eventLoop: loop)
        context.writeAndFlush(wrapOutboundOut(.body(.byteBuffer(buffer)))).whenSuccess {
            connection.value.current?.sent += read
            // Send the rest in a new call. Otherwise, the chunks to a fast client would be sent in nested calls, and the
            // stack would overflow. New calls also give the other connections a turn.
            loop.execute { connection.value.send(file, rest, response) }
        }
    }

    private func finish(_ status: Int, bytes: Int) {
        guard let context, let current else { return }
        record(current, status, bytes: bytes)
        self.current = nil
        // Update the properties of this object before `writeAndFlush`, because the pipeline can pass the next request
        // or the end of the input during this call.
        unsent += 1
        if current.keepsAlive { phase = .reading }
        let (keepsAlive, isRefused) = (current.keepsAlive, current.isRefused)
        let connection = NIOLoopBound(self, eventLoop: context.eventLoop)
        context.writeAndFlush(wrapOutboundOut(.end(nil))).whenComplete { _ in
            connection.value.unsent -= 1
            if keepsAlive { connection.value.sent() } else { connection.value.close(afterRefusal: isRefused) }
        }
    }

    /// Waits for the next request after an answer is sent, or closes the connection if there can be no further request.
    private func sent() {
        if isWaiting, unsent == 0, let context {
            isWaiting = false
            let connection = NIOLoopBound(self, eventLoop: context.eventLoop)
            // Answer in a new call. Otherwise, thousands of requests that a client sends in advance would be answered
            // in nested calls, and the stack would overflow.
            context.eventLoop.execute {
                guard let context = connection.value.context else { return }
                connection.value.respond(context)
            }
        }
        guard isIdle else { return }
        if isInputClosed || shared.isDraining {
            context?.close(promise: nil)
        } else {
            deadline = .now() + Self.requestTime
        }
    }

    /// Whether all requests are answered, and all answers are sent.
    private var isIdle: Bool { current == nil && unsent == 0 }

    private func close(afterRefusal isRefused: Bool) {
        guard isRefused, !isInputClosed else {
            context?.close(promise: nil)
            return
        }
        phase = .discarding
        deadline = .now() + Self.discardTime
        context?.close(mode: .output, promise: nil)
    }

    // MARK: - Records

    /// Counts a request, and writes it to the access log.
    /// - Parameter request: nil if the parser refused the request.
    private func record(_ request: CurrentRequest?, _ status: Int, bytes: Int) {
        shared.service.metrics.responded(status, bytes: bytes)
        guard let log = shared.log else { return }
        log.write(
            AccessLog.Entry(
                client: client,
                method: request?.head.method.rawValue ?? "",
                path: request?.head.uri ?? "",
                status: status,
                bytes: bytes,
                seconds: request.map { Double((NIODeadline.now() - $0.start).nanoseconds) / 1e9 } ?? 0
            )
        )
    }

    // MARK: - Ends

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        switch event {
        case is DrainEvent:
            if isIdle { context.close(promise: nil) }
        case ChannelEvent.inputClosed:
            isInputClosed = true
            current?.keepsAlive = false
            if isIdle { context.close(promise: nil) }
        default: context.fireUserInboundEventTriggered(event)
        }
    }

    func channelActive(context: ChannelHandlerContext) {
        if let address = context.remoteAddress?.ipAddress { client = address }
        context.fireChannelActive()
    }

    func channelInactive(context: ChannelHandlerContext) {
        if let current { record(current, current.status ?? Self.unanswered, bytes: current.sent) }
        current = nil
        context.fireChannelInactive()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        // `HTTPServerProtocolErrorHandler` has answered the request with the status 400, unless an answer has started.
        // After the last answer of a connection, the phase is not `reading`, and all requests are recorded. So an error
        // in the bytes that follow, such as the rest of a refused body, is not recorded.
        let isAnswered = current.map { $0.status != nil } ?? (phase != .reading)
        if error is HTTPParserError, context.channel.isActive, !isAnswered {
            record(current, 400, bytes: 0)
            current = nil
        }
        context.close(promise: nil)
    }
}
