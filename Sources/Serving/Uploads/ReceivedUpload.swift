import Files
import ImageSpecs
import Operations
import SystemPackage

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// An upload, from the start of its body until it is processed. Its file is written to a new folder. When this object
/// is released, the file and the folder are deleted.
///
/// Until the upload is complete, only the thread of the connection uses the object. Then only the task that processes
/// the upload uses it. So `@unchecked Sendable` is safe.
package final class ReceivedUpload: @unchecked Sendable {
    let generator: String
    private let policy: UploadPolicy
    private let folder: String
    private let maxBytes: Int
    /// Counts the upload in `limits`.
    private var entry: UploadCounter.Entry
    private let limits: UploadLimits
    private let report: @Sendable (ServerMessage) -> Void
    /// The reader of the form; nil if the body is the file itself.
    private var multipart: MultipartReader?
    /// The part of the form that is being read.
    private var part: MultipartReader.Part?
    /// Whether the bytes that are being read belong to the file that is processed.
    private var isReceiving = false
    private var isAllowed: Bool
    private var size = 0
    /// The value of the field `token` while the field is read.
    private var token: [UInt8]?
    private var descriptor: FileDescriptor?
    /// The path of the file.
    private(set) var path: String?

    private static let longestToken = 1024
    /// The maximum number of bytes of a form before the token.
    private static let largestStart = 64 * 1024
    private static let longestName = 200

    /// - Parameters:
    ///   - folder: the new folder for the file. It does not exist yet.
    ///   - maxBytes: the largest size of the body.
    ///   - limits: the counters that include this upload until this object is released.
    ///   - report: prints errors that concern the operator.
    init(
        generator: String,
        headers: UploadHeaders,
        policy: UploadPolicy,
        folder: String,
        maxBytes: Int,
        limits: UploadLimits,
        report: @escaping @Sendable (ServerMessage) -> Void
    ) throws(UploadRefusalError) {
        self.generator = generator
        self.policy = policy
        self.folder = folder
        self.maxBytes = maxBytes
        self.limits = limits
        self.report = report
        let isAllowed = policy.allows(headers.token)
        self.isAllowed = isAllowed
        guard !headers.isCrossOrigin else {
            throw UploadRefusalError(response: .text(403, "the request comes from a page with another host or port"))
        }
        let type = headers.contentType ?? ""
        if HeaderParameters(type).value.lowercased().hasPrefix("multipart/") {
            multipart = MultipartReader(contentType: type)
            guard multipart != nil else { throw Self.badForm }
            // The form of a browser sends the token in a field of the body. So accept a request without the header
            // `Authorization` for now.
            guard isAllowed || headers.authorization == nil else { throw Self.unauthorized }
        } else {
            guard isAllowed else { throw Self.unauthorized }
        }
        if let length = headers.contentLength, length > maxBytes { throw Self.tooLarge(maxBytes) }
        // Count a request only after these checks. Count a form whose token is not received yet separately, so that
        // clients without the token cannot block the uploads of other clients.
        guard let entry = (isAllowed ? limits.uploads : limits.unknown).enter() else { throw Self.busy }
        self.entry = entry
        if multipart == nil { try open(headers.fileName) }
    }

    deinit {
        try? descriptor?.close()
        if let path { unlink(path) }
        rmdir(folder)
    }

    private static var unauthorized: UploadRefusalError {
        UploadRefusalError(response: .text(401, "the token is missing or wrong").adding("WWW-Authenticate", "Bearer"))
    }
    private static var badForm: UploadRefusalError { UploadRefusalError(response: .text(400, "the form is malformed")) }
    private static var busy: UploadRefusalError { UploadRefusalError(response: .uploadsBusy) }
    private static func tooLarge(_ maxBytes: Int) -> UploadRefusalError {
        UploadRefusalError(response: .text(413, "the upload has more than \(maxBytes) bytes"))
    }

    package func receive(_ bytes: some Sequence<UInt8>, count: Int) throws(UploadRefusalError) {
        size += count
        guard size <= maxBytes else { throw Self.tooLarge(maxBytes) }
        do {
            guard multipart != nil else { return try write(Array(bytes)) }
            try multipart?.read(bytes, handle)
            guard isAllowed || size <= Self.largestStart else { throw Self.unauthorized }
        } catch let refusal as UploadRefusalError {
            throw refusal
        } catch {
            throw Self.badForm
        }
    }

    /// Checks the complete body and closes the file.
    package func finish() throws(UploadRefusalError) {
        if let multipart, !multipart.isComplete { throw Self.badForm }
        guard isAllowed else { throw Self.unauthorized }
        guard let descriptor else { throw UploadRefusalError(response: .text(400, "the form has no file")) }
        try? descriptor.close()
        self.descriptor = nil
    }

    private func handle(_ event: MultipartReader.Event) throws {
        switch event {
        case .begin(let part):
            self.part = part
            // A part with a file name is a file, even if its name is `token`.
            if part.name == "token", part.fileName == nil { token = [] }
            // Only the first file is processed.
            guard let name = part.fileName, path == nil else { return }
            guard isAllowed else { throw Self.unauthorized }
            try open(name)
        case .data(let bytes):
            if let start = token {
                token = start + bytes
                guard start.count + bytes.count <= Self.longestToken else { throw Self.unauthorized }
            } else if isReceiving {
                try write(bytes)
            }
        case .end:
            if let token, !isAllowed {
                isAllowed = policy.allows(String(decoding: token, as: UTF8.self))
                guard isAllowed else { throw Self.unauthorized }
                guard let entry = limits.uploads.enter() else { throw Self.busy }
                self.entry = entry
            }
            token = nil
            if part?.fileName != nil { isReceiving = false }
        }
    }

    private func open(_ name: String?) throws(UploadRefusalError) {
        let file = folder + "/" + Self.safeName(name ?? "")
        guard mkdir(folder, 0o700) == 0 else { throw notStored(FileError("create", folder)) }
        do throws(FileError) {
            descriptor = try FileError.naming("create", file) {
                try FileDescriptor.open(
                    file,
                    .writeOnly,
                    options: [.create, .exclusiveCreate, .closeOnExec, .noFollow],
                    permissions: .ownerReadWrite
                )
            }
        } catch {
            throw notStored(error)
        }
        (path, isReceiving) = (file, true)
    }

    /// Reports the error to the operator. Returns an answer for the client that does not contain the error, because the
    /// error contains a path.
    private func notStored(_ error: FileError) -> UploadRefusalError {
        report(.error("\(error)"))
        return UploadRefusalError(response: error.isLackOfDescriptors ? .noDescriptor : .notStored)
    }

    /// Returns a name that a client chose, without control characters. Old browsers send complete paths, so only the
    /// last component of the name is returned. The result starts with a letter, a digit, or an underscore, because a
    /// file whose name starts with a dot is hidden, and programs can read a name that starts with a dash as an option.
    static func safeName(_ name: String) -> String {
        let last = name.split { $0 == "/" || $0 == "\\" }.last.map(String.init) ?? ""
        var safe = ""
        for scalar in last.unicodeScalars where scalar.value >= 0x20 && scalar.value != 0x7F {
            if safe.isEmpty, scalar != "_", !scalar.isAlphanumericInPython { continue }
            guard safe.utf8.count < longestName else { break }
            safe.unicodeScalars.append(scalar)
        }
        return safe.isEmpty ? "upload" : safe
    }

    private func write(_ bytes: [UInt8]) throws(UploadRefusalError) {
        do throws(FileError) {
            try FileError.naming("write", path ?? folder) { _ = try descriptor?.writeAll(bytes) }
        } catch {
            throw notStored(error)
        }
    }
}
