extension Setting {
    package static let sharedState = Setting(
        "IMAGEKIT_SHARED_STATE",
        \.sharedState,
        .bucket,
        "The address of a bucket in which [machines without a common file system](machines.md#states-in-a-bucket) share "
            + "their states. `generateimages` reads the states of the other machines at its start, and uploads its own "
            + "state at its end.",
        fallback: "none"
    )
}
