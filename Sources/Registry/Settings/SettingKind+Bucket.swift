import ImageSpecs

extension SettingKind<BucketStorage> {
    static let bucket = SettingKind(
        "the address of a bucket, such as \"s3://bucket/states\"",
        valueName: "address",
        schema: ["type": "string", "pattern": "^s3://", "examples": ["s3://bucket/states"]],
        write: { .string($0.configuration.address) },
        read: { $0.string.flatMap { BucketStorage(address: $0) } }
    )
}
