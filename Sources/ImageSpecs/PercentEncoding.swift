/// Returns a name as the path of a URL. The unescaped characters are the same as in Django's `filepath_to_uri`.
package func percentEncoded(_ name: String) -> String { percentEncoded(name, keeping: unescaped) }

/// Returns a text after escaping all bytes except the bytes in `kept`.
package func percentEncoded(_ text: String, keeping kept: Set<UInt8>) -> String {
    let bytes = text.utf8.flatMap { byte -> [UInt8] in
        kept.contains(byte) ? [byte] : [UInt8(ascii: "%"), hexDigits[Int(byte >> 4)], hexDigits[Int(byte & 15)]]
    }
    return String(decoding: bytes, as: UTF8.self)
}

private let unescaped = Set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.-~/!*()'".utf8)
private let hexDigits = Array("0123456789ABCDEF".utf8)
