import Foundation

/// A server with the interface of S3 for one test. It checks signatures. By default, it is
/// `Tests/Storage/fault_server.py`, which injects faults and logs all requests.
final class ObjectServer {
    static let isInstalled = FileManager.default.isExecutableFile(atPath: "/usr/bin/python3")

    private static let repository = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()

    /// The program of SeaweedFS in the repository's virtual environment or in `PATH`.
    private static let weed: String? = {
        let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":").map(String.init)
        return ([repository.appending(path: ".venv/bin").path] + folders).map { $0 + "/weed" }
            .first(where: FileManager.default.isExecutableFile)
    }()

    static let hasSeaweedFS = isInstalled && weed != nil

    /// The Python of the repository's virtual environment; nil if it does not have the package moto.
    private static let pythonWithMoto: String? = {
        let folder = repository.appending(path: ".venv")
        let versions = (try? FileManager.default.contentsOfDirectory(atPath: folder.appending(path: "lib").path)) ?? []
        let hasMoto = versions.contains { version in
            FileManager.default.fileExists(atPath: folder.appending(path: "lib/\(version)/site-packages/moto").path)
        }
        return hasMoto ? folder.appending(path: "bin/python").path : nil
    }()

    static let hasMoto = pythonWithMoto != nil

    /// A server of another project. Both servers check signatures.
    enum Other: String, CaseIterable {
        case seaweedFS, moto

        var isInstalled: Bool { self == .moto ? hasMoto : hasSeaweedFS }
    }

    static func start(_ other: Other) throws -> ObjectServer { try other == .moto ? moto() : seaweedFS() }

    private let path: String
    private let server = Process()
    /// The server runs until this pipe is closed.
    private let input = Pipe()
    private let port: String

    struct DoesNotStart: Error {}

    /// - Parameter arguments: the faults of the server.
    convenience init(_ arguments: [String] = []) throws {
        try self.init(script: "fault_server.py") { ["\($0)/objects", "\($0)/log"] + arguments }
    }

    /// A server of SeaweedFS, which injects no faults and has no log.
    static func seaweedFS() throws -> ObjectServer {
        try ObjectServer(script: "seaweedfs.py") { [weed ?? "", $0 + "/seaweedfs"] }
    }

    /// The server of the package moto, whose requests botocore checks. It injects no faults and has no log.
    static func moto() throws -> ObjectServer {
        try ObjectServer(script: "moto_server.py", python: pythonWithMoto ?? "") { _ in [] }
    }

    private init(
        script: String,
        python: String = "/usr/bin/python3",
        arguments: (_ folder: String) -> [String]
    ) throws {
        path = "/tmp/imagekit-objects-\(UUID().uuidString.prefix(8))"
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
        let output = Pipe()
        server.executableURL = URL(filePath: python)
        server.arguments = [Self.repository.appending(path: "Tests/Storage/" + script).path] + arguments(path)
        server.standardInput = input
        server.standardOutput = output
        try server.run()
        var line: [UInt8] = []
        while let byte = try output.fileHandleForReading.read(upToCount: 1)?.first, byte != 10 { line.append(byte) }
        port = String(decoding: line, as: UTF8.self)
        guard Int(port) != nil else { throw DoesNotStart() }
    }

    deinit {
        try? input.fileHandleForWriting.close()
        server.waitUntilExit()
        try? FileManager.default.removeItem(atPath: path)
    }

    /// The variables with which a program uses the server.
    var environment: [String: String] {
        [
            "AWS_ENDPOINT_URL_S3": "http://127.0.0.1:\(port)", "AWS_REGION": "eu-central-1",
            "AWS_ACCESS_KEY_ID": "AKIDEXAMPLE", "AWS_SECRET_ACCESS_KEY": "hidden/secret+key", "no_proxy": "*",
        ]
    }

    struct Request: Decodable {
        let method: String
        let path: String
        let bytes: Int
        let fault: String?
        let headers: [String: String]
    }

    /// All requests so far.
    func requests() throws -> [Request] {
        let text = (try? String(contentsOfFile: path + "/log", encoding: .utf8)) ?? ""
        return try text.split(separator: "\n").map { try JSONDecoder().decode(Request.self, from: Data($0.utf8)) }
    }

    func count(_ method: String) throws -> Int { try requests().count { $0.method == method } }

    /// Forgets the requests so far.
    func clearLog() { try? FileManager.default.removeItem(atPath: path + "/log") }

    /// The objects in the bucket by key.
    var objects: [String: [UInt8]] {
        let root = path + "/objects/bucket/"
        var found: [String: [UInt8]] = [:]
        for key in FileManager.default.enumerator(atPath: root)?.compactMap({ $0 as? String }) ?? [] {
            var isFolder: ObjCBool = false
            if FileManager.default.fileExists(atPath: root + key, isDirectory: &isFolder), !isFolder.boolValue {
                found[key] = FileManager.default.contents(atPath: root + key).map(Array.init)
            }
        }
        return found
    }

    /// The number of requests by method. `OBJECT` is the download of an object, and `GET` is a listing.
    func requestCounts() throws -> [String: Int] {
        try requests().reduce(into: [:]) { $0[$1.method, default: 0] += 1 }
    }

    /// The path of the file with an object. Programs can write it while a command runs.
    func file(_ key: String) -> String { path + "/objects/bucket/" + key }

    func remove(_ key: String) throws { try FileManager.default.removeItem(atPath: file(key)) }

    func write(_ key: String, _ content: [UInt8]) throws {
        let folder = (file(key) as NSString).deletingLastPathComponent
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        try Data(content).write(to: URL(filePath: file(key)))
    }
}
