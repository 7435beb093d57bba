import NIOCore
import Serving

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The reason why the server cannot listen on its address.
struct ListenError: Error, CustomStringConvertible {
    let description: String

    init(_ address: ListenAddress, _ error: any Error) {
        let code = (error as? IOError)?.errnoCode
        let reason =
            if let code {
                String(cString: strerror(code))
            } else if error is SocketFile.NotASocketError {
                "the path belongs to a file that is not a socket"
            } else {
                "\(error)"
            }
        let remedy = (code == EADDRINUSE ? "stop the other server, or " : "") + "use another --listen"
        description = "cannot listen on \(address): \(reason); \(remedy)"
    }
}
