import SystemPackage

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Starts threads of the operating system. If the system refuses a thread, this type throws an error, whereas
/// libdispatch would wait forever.
package enum PlainThread {
    #if canImport(Glibc)
        package typealias Handle = pthread_t
        private typealias Argument = UnsafeMutableRawPointer?
    #else
        package typealias Handle = pthread_t
        private typealias Argument = UnsafeMutableRawPointer
    #endif

    private final class Body {
        let run: @Sendable () -> Void

        init(_ run: @escaping @Sendable () -> Void) { self.run = run }
    }

    /// - Throws: `ThreadRoomError` if the system cannot start the thread.
    @discardableResult
    package static func start(_ run: @escaping @Sendable () -> Void) throws(ThreadRoomError) -> Handle {
        let body = Unmanaged.passRetained(Body(run))
        #if canImport(Glibc)
            var thread = pthread_t()
        #else
            var thread: pthread_t?
        #endif
        let code = pthread_create(&thread, nil, main, body.toOpaque())
        guard code == 0 else {
            body.release()
            throw ThreadRoomError(code: Errno(rawValue: code))
        }
        #if canImport(Glibc)
            return thread
        #else
            guard let thread else { throw ThreadRoomError(code: .resourceTemporarilyUnavailable) }
            return thread
        #endif
    }

    private static let main: @convention(c) (Argument) -> UnsafeMutableRawPointer? = { argument in
        #if canImport(Glibc)
            guard let argument else { return nil }
        #endif
        Unmanaged<Body>.fromOpaque(argument).takeRetainedValue().run()
        return nil
    }
}
