import Foundation

/// A PostgreSQL server with an empty database for one test. The server needs the programs of Debian's PostgreSQL
/// packages.
final class PostgreSQLServer {
    static let password = "hunter2"

    private let path: String
    private var server: Process?

    private static let programs: String? = {
        let versions = (try? FileManager.default.contentsOfDirectory(atPath: "/usr/lib/postgresql")) ?? []
        let folders = versions.sorted().map { "/usr/lib/postgresql/\($0)/bin" }
        return folders.last { FileManager.default.isExecutableFile(atPath: $0 + "/initdb") }
    }()

    static let isInstalled = programs != nil && (getuid() != 0 || getpwnam("postgres") != nil)

    struct DoesNotStart: Error {}

    init() throws {
        path = "/tmp/imagekit-postgresql-\(UUID().uuidString.prefix(8))"
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
        try (Self.password + "\n").write(toFile: path + "/password", atomically: false, encoding: .utf8)
        if getuid() == 0, let user = getpwnam("postgres") { chown(path, user.pointee.pw_uid, user.pointee.pw_gid) }
        let made = try start([
            "initdb", "-D", path + "/data", "-U", "site", "--auth=scram-sha-256", "--pwfile=\(path)/password",
        ])
        made.waitUntilExit()
        // The server listens at no network address, only at a socket in its folder.
        server = try start(["postgres", "-D", path + "/data", "-k", path, "-c", "listen_addresses=", "-c", "fsync=off"])
        while server?.isRunning == true {
            let look = try start(["pg_isready", "-q", "-h", path])
            look.waitUntilExit()
            if look.terminationStatus == 0 { return }
        }
        throw DoesNotStart()
    }

    deinit {
        // SIGINT stops the server without waiting for its clients.
        if let server, server.isRunning { kill(server.processIdentifier, SIGINT) }
        server?.waitUntilExit()
        try? FileManager.default.removeItem(atPath: path)
    }

    func address(password: String = PostgreSQLServer.password) -> String {
        "postgresql://site:\(password)@/postgres?host=\(path.replacing("/", with: "%2F"))"
    }

    /// Starts a program of PostgreSQL. If the tests run as root, the program runs as the user `postgres`, because
    /// `initdb` and the server refuse to run as root.
    private func start(_ command: [String]) throws -> Process {
        let process = Process()
        let full = ["\(Self.programs ?? "")/\(command[0])"] + command.dropFirst()
        let isRoot = getuid() == 0
        process.executableURL = URL(filePath: isRoot ? "/usr/bin/setpriv" : full[0])
        let user = ["--reuid=postgres", "--regid=postgres", "--clear-groups", "--"]
        process.arguments = isRoot ? user + full : Array(full.dropFirst())
        process.currentDirectoryURL = URL(filePath: "/tmp")
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        return process
    }
}
