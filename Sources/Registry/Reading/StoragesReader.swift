import Storage

/// Reads the `storages` of a registry: the options of buckets by their addresses.
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
            // Check all options, including those of buckets that are not in use.
            _ = setting(members, of: storage)
        }
    }

    /// Returns the bucket with the options of the entry whose address is closest to its own.
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
    /// The node without a report of its errors, which were reported before.
    fileprivate var silent: RegistryNode { RegistryNode(json: json, file: file, path: path, log: ProblemLog()) }
}
