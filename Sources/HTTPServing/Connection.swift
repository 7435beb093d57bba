import NIOCore
import NIOHTTP1
import Serving

/// Reads the requests of one connection, one after the other, and writes the answers.
///
/// `HTTPServerPipelineHandler` passes a request only after the previous one is answered. So memory does not grow with
/// the number of requests that a client sends in advance.
final class Connection: ChannelInboundHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundOut = HTTPServerResponsePart

    /// The server ends.
    struct DrainEvent {}

    /// The time in which the next request must be complete.
    private static let requestTime = TimeAmount.seconds(30)
    /// The time for an answer: a minute, and a second for each 4 KB.
    private static let responseTime = TimeAmount.seconds(60)
    private static let slowestRate = 4096
    /// How long the rest of a refused body is ignored. If the connection ended at once, the client would not get the
    /// answer.
    private static let discardTime = TimeAmount.seconds(5)
    private static let checkInterval = TimeAmount.seconds(5)
    /// Files up to this size are sent with one call.
    private static let chunk = 128 * 1024

    private enum Phase {
        /// Waits for a request or for its end.
        case reading
        /// The request is refused, and the rest of its body is ignored.
        case discarding
        /// The image is being made.
        case making
        case writing
    }

    private let shared: Connections
    private var context: ChannelHandlerContext?
    private var phase = Phase.reading
    /// When the connection is closed, whatever its phase.
    private var deadline = NIODeadline.now() + Connection.requestTime
    private var check: RepeatedTask?
    private var current: Current?
    /// The number of finished answers that are not sent completely.
    private var unsent = 0
    /// Whether the client can send no further request.
    private var isInputClosed = false

    /// The request that is read or answered.
    private struct Current {
        let head: HTTPRequestHead
        let request: ServerRequest
        let start = NIODeadline.now()
        var keepsAlive: Bool
        var upload: ReceivedUpload?
        var received = 0
        var isRefused = false
    }

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
        case .end: if phase == .discarding { context.close(promise: nil) } else { respond(context) }
        }
    }

    private func receive(_ buffer: ByteBuffer) {
        guard let upload = current?.upload, let start = current?.start, phase == .reading else {
            // A request for an image has no body. Ignore the body, and close the connection after the answer.
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

    /// Answers before the body is read.
    private func refuse(_ response: ServerResponse) {
        current?.keepsAlive = false
        current?.upload = nil
        current?.isRefused = true
        write(response)
    }

    private func begin(_ head: HTTPRequestHead, _ context: ChannelHandlerContext) {
        var request = ServerRequest(method: head.method.rawValue, target: shared.service.targets.target(head.uri))
        for (name, value) in head.headers { request.read(header: name, value) }
        current = Current(head: head, request: request, keepsAlive: head.isKeepAlive)
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

    /// Writes an answer that takes time.
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

    private func head(of response: ServerResponse, to current: Current) -> HTTPResponseHead {
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

    /// Sends the next chunk of a file, and the rest after the client has received the chunk. So a slow client needs the
    /// memory of one chunk.
    private func send(_ file: OpenedFile, _ range: Range<Int>, _ response: ServerResponse) {
        guard let context else { return }
        let count = min(range.count, Self.chunk)
        var buffer = context.channel.allocator.buffer(capacity: count)
        let read = buffer.writeWithUnsafeMutableBytes(minimumWritableBytes: count) { bytes in
            let bytes = UnsafeMutableRawBufferPointer(rebasing: bytes[..<count])
            return (try? file.descriptor.read(fromAbsoluteOffset: Int64(range.lowerBound), into: bytes)) ?? 0
        }
        // A cache file never becomes shorter, so that only a disk error ends the answer early.
        guard read > 0 || count == 0 else { return context.close(promise: nil) }
        let rest = range.dropFirst(read)
        guard !rest.isEmpty else {
            context.write(wrapOutboundOut(.body(.byteBuffer(buffer))), promise: nil)
            return finish(response.status, bytes: response.body.count)
        }
        let connection = NIOLoopBound(self, eventLoop: context.eventLoop)
        context.writeAndFlush(wrapOutboundOut(.body(.byteBuffer(buffer)))).whenSuccess {
            connection.value.send(file, rest, response)
        }
    }

    private func finish(_ status: Int, bytes: Int) {
        guard let context, let current else { return }
        shared.service.metrics.responded(status, bytes: bytes)
        if let log = shared.log { log.write(entry(current, status, bytes, context)) }
        self.current = nil
        // During the next call, the pipeline can already pass the next request or the end of the input.
        unsent += 1
        if current.keepsAlive { phase = .reading }
        let (keepsAlive, isRefused) = (current.keepsAlive, current.isRefused)
        let connection = NIOLoopBound(self, eventLoop: context.eventLoop)
        context.writeAndFlush(wrapOutboundOut(.end(nil))).whenComplete { _ in
            connection.value.unsent -= 1
            if keepsAlive { connection.value.sent() } else { connection.value.close(afterRefusal: isRefused) }
        }
    }

    /// Waits for the next request, unless the connection ends.
    private func sent() {
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

    private func entry(
        _ current: Current,
        _ status: Int,
        _ bytes: Int,
        _ context: ChannelHandlerContext
    ) -> AccessLog.Entry {
        AccessLog.Entry(
            client: context.remoteAddress?.ipAddress ?? "unix",
            method: current.head.method.rawValue,
            path: current.head.uri,
            status: status,
            bytes: bytes,
            seconds: Double((NIODeadline.now() - current.start).nanoseconds) / 1e9
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

    func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }
}
