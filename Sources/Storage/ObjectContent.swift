/// The content of an object, or a part of it.
package struct ObjectContent: Sendable, Equatable {
    package let bytes: [UInt8]
    /// Whether the object is encrypted in such a way that its tag is not the MD5 of the content.
    package let isEncrypted: Bool

    package init(bytes: [UInt8], isEncrypted: Bool = false) {
        self.bytes = bytes
        self.isEncrypted = isEncrypted
    }
}
