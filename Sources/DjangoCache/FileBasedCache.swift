import Crypto
import Files
import Foundation
import ImageSpecs
import Registry
import SystemPackage

/// Django's file-based cache, which stores each key in a file.
final class FileBasedCache: CacheConnection {
    private let path: String
    private let setting: DjangoCacheSetting
    /// The owner of the folder. The files get the same owner, because the site must be able to read them, and only the
    /// owner of a file can read it.
    private let owner: (user: uid_t, group: gid_t)
    private var count: Int

    private static let suffix = ".djcache"

    init(_ path: String, _ setting: DjangoCacheSetting) throws {
        self.path = path
        self.setting = setting
        do {
            let status = try Stat(path)
            owner = (status.userID.rawValue, status.groupID.rawValue)
            count = try readEntries(ofFolder: path).count { $0.hasSuffix(Self.suffix) }
        } catch {
            throw DjangoCacheError.unusable(path, reason: (error as? FileError)?.reason ?? "\(error)")
        }
        // Refuse a user whose files the site could not read. If Django may not read a file of the cache, it ends the
        // request with an error.
        guard geteuid() == owner.user || geteuid() == 0 else {
            throw DjangoCacheError.unusable(path, reason: "it belongs to another user: run imagekit as that user")
        }
    }

    func contains(_ key: String) throws -> Bool {
        // The expiry is in the first bytes of the file.
        guard let content = try? RegularFile(file(key), followingLink: false).start(100) else { return false }
        guard let expiry = StateValue.expiry(ofFile: content) else { return true }
        return expiry > Date().timeIntervalSince1970
    }

    func set(_ keys: [String], upTo limit: Int) throws {
        let expiry = setting.timeout.map { Date().timeIntervalSince1970 + Double($0) }
        let content = StateValue.file(expiry: expiry)
        var left = 0
        for key in keys {
            let file = file(key)
            let isNew = FileStamp(path: file) == nil
            if isNew, count >= limit {
                left += 1
                continue
            }
            try write(content, to: file)
            if isNew { count += 1 }
        }
        if left > 0 { throw DjangoCacheError.full(path, maxEntries: setting.maxEntries, left: left) }
    }

    func delete(_ keys: [String]) throws {
        for key in keys {
            if unlink(file(key)) == 0 {
                count -= 1
            } else if Errno.last != .noSuchFileOrDirectory {
                throw DjangoCacheError.unusable(path, reason: Errno.last.description)
            }
        }
    }

    private func file(_ key: String) -> String {
        path + "/" + hexadecimal(Array(Insecure.MD5.hash(data: Array(key.utf8)))) + Self.suffix
    }

    /// Writes a file with the permissions that Django gives such files, and with the owner of the folder.
    private func write(_ content: [UInt8], to file: String) throws {
        let temporary = "\(path)/tmp-imagekit-\(randomName())"
        do {
            let output = try FileDescriptor.open(
                temporary,
                .writeOnly,
                options: [.create, .exclusiveCreate, .closeOnExec],
                permissions: .ownerReadWrite
            )
            defer { try? output.close() }
            try output.writeAll(content)
            guard geteuid() == owner.user || fchown(output.rawValue, owner.user, owner.group) == 0,
                rename(temporary, file) == 0
            else { throw Errno.last }
        } catch {
            unlink(temporary)
            throw DjangoCacheError.unusable(path, reason: "\(error)")
        }
    }
}
