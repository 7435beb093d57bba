import Storage

/// Reads the `storages` of a registry, which contain the options of buckets by address.
struct StoragesReader {
    private var buckets: [(storage: BucketStorage, members: [String: RegistryNode])] = []

    init(_ node: RegistryNode?) {
        let keys = StorageOption.all.map(\.name)
        for member in node?.members("an object of buckets by address") ?? [] {
            guard let members = member.node.members(known: keys, "an object of options of a bucket") else { continue }
            guard let storage = BucketStorage(address: member.key) else {
                member.problem("not the address of a bucket, such as \"s3://bucket\" or \"s3://bucket/prefix\"")
                continue
            }
            buckets.append((storage, members))
            // Check all options, including the options of buckets that are not in use.
            _ = setting(members, of: storage)
        }
    }

    /// Returns the bucket after setting the options of the entry that fits best. This is the entry with the longest
    /// prefix among the entries whose options apply to the bucket.
    func configured(_ storage: BucketStorage) -> BucketStorage {
        let fitting = buckets.filter { storage.isBelow($0.storage) }
        let closest = fitting.max { $0.storage.configuration.prefix.count < $1.storage.configuration.prefix.count }
        guard let closest else { return storage }
        return setting(closest.members.mapValues(\.silent), of: storage)
    }

    private func setting(_ members: [String: RegistryNode], of storage: BucketStorage) -> BucketStorage {
        var storage = storage
        for option in StorageOption.all {
            guard let node = members[option.name] else { continue }
            option.set(node.value, of: &storage) { node.problem($0) }
        }
        return storage
    }
}

extension RegistryNode {
    /// The same node, except that its errors are not reported, because `StoragesReader.init` has reported them.
    fileprivate var silent: RegistryNode { RegistryNode(json: json, file: file, path: path, log: ProblemLog()) }
}
