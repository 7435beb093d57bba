import Foundation

/// nginx with the configuration of `Examples/nginx.conf` for a site.
final class NginxServer: Sendable {
    static let program = "/usr/sbin/nginx"

    private let socket: String
    private let process: Process

    static func start(_ site: Site, upstream: HTTPConnection.Address) async throws -> NginxServer {
        let server = try NginxServer(site, upstream)
        try await onThread { try server.waitForStart() }
        return server
    }

    private init(_ site: Site, _ upstream: HTTPConnection.Address) throws {
        guard case .tcp(let port) = upstream else { throw DoesNotStart() }
        socket = site.path("nginx.sock")
        let example = try String(contentsOfFile: Repository.path + "/Examples/nginx.conf", encoding: .utf8)
            .replacing("/srv/site", with: site.path).replacing("127.0.0.1:8000", with: "127.0.0.1:\(port)")
        let folders = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map { "\($0)_temp_path \(site.path)/\($0);" }
        site.write(
            "nginx.conf",
            """
            daemon off; master_process off; pid \(site.path)/nginx.pid; error_log stderr;
            events {}
            http {
            \(folders.joined(separator: "\n"))
            access_log off;
            server { listen unix:\(socket); \(example) }
            }
            """
        )
        process = Process()
        process.executableURL = URL(filePath: Self.program)
        process.arguments = ["-c", site.path("nginx.conf"), "-p", site.path, "-e", "stderr"]
        process.standardError = FileHandle.nullDevice
        try process.run()
    }

    deinit {
        // nginx inherits a signal mask from the tests that blocks SIGTERM.
        if process.isRunning { kill(process.processIdentifier, SIGKILL) }
        process.waitUntilExit()
    }

    struct DoesNotStart: Error {}

    /// nginx does not report that it listens. So connect until it accepts.
    private func waitForStart() throws {
        while process.isRunning {
            if (try? HTTPConnection(.unix(socket))) != nil { return }
        }
        throw DoesNotStart()
    }

    func get(_ path: String) async throws -> HTTPAnswer {
        let socket = socket
        return try await onThread {
            let request = "GET \(path) HTTP/1.1\r\nHost: test\r\nConnection: close\r\n\r\n"
            return HTTPAnswer(try HTTPConnection(.unix(socket)).exchange(Array(request.utf8)))
        }
    }
}
