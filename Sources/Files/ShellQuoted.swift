/// Returns the path quoted for a shell. A plain path is not quoted.
package func shellQuoted(_ path: String) -> String {
    let isPlain = path.utf8.allSatisfy { byte in
        Character(UnicodeScalar(byte)).isLetter && byte < 0x80 || (48...57).contains(byte)
            || "/._-".utf8.contains(byte)
    }
    return isPlain ? path : "'" + path.replacing(scalar: "'", with: "'\\''") + "'"
}
