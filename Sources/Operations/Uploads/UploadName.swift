import ImageSpecs

/// Names of stored uploads, computed as in Django 5.2 (`django.core.files.storage.Storage`).
enum UploadName {
    /// `get_valid_filename`: removes white space at the ends, replaces each space with an underscore, and keeps only
    /// letters, digits, `-`, `_`, and `.`.
    /// - Returns: nil if the result is empty, `.`, or `..`.
    static func valid(_ name: String) -> String? {
        let isBlank = { (scalar: Unicode.Scalar) in
            // Python's white space includes the ASCII separators, U+001C to U+001F.
            scalar.properties.isWhitespace || (0x1C...0x1F).contains(scalar.value)
        }
        let inner = Array(name.unicodeScalars.drop(while: isBlank).reversed().drop(while: isBlank).reversed())
        var valid = ""
        for scalar in inner {
            if scalar == " " {
                valid.unicodeScalars.append("_")
            } else if "-_.".unicodeScalars.contains(scalar) || scalar.isAlphanumericInPython {
                valid.unicodeScalars.append(scalar)
            }
        }
        return ["", ".", ".."].contains(valid) ? nil : valid
    }

    /// `get_alternative_name`: inserts `_` and 7 random letters and digits before all of the name's extensions.
    ///
    /// `photo.jpg` → `photo_Yk3bX0a.jpg`, `holiday.2024.jpg` → `holiday_Yk3bX0a.2024.jpg`
    static func alternative(to name: String, using random: inout some RandomNumberGenerator) -> String {
        let suffix = (0..<7).map { _ in
            Character(Unicode.Scalar(characters[Int.random(in: 0..<characters.count, using: &random)]))
        }
        let (stem, extensions) = splitExtensions(name)
        return fitting(stem, "_" + String(suffix) + extensions)
    }

    /// Joins the stem and the rest of a name. File systems limit a name to 255 bytes. If the joined name is longer, the
    /// end of the stem is cut off, as in Django.
    static func fitting(_ stem: String, _ rest: String) -> String {
        var stem = stem
        while stem.utf8.count + rest.utf8.count > 255, !stem.isEmpty { stem.unicodeScalars.removeLast() }
        return stem + rest
    }

    /// Splits a name at the first dot after the leading dots, as `pathlib.PurePath.suffixes` does. A name that ends
    /// with a dot has no extensions.
    private static func splitExtensions(_ name: String) -> (stem: String, extensions: String) {
        let bytes = Array(name.utf8)
        let dot = UInt8(ascii: ".")
        let start = bytes.firstIndex { $0 != dot } ?? bytes.count
        guard bytes.last != dot, let first = bytes[start...].firstIndex(of: dot) else { return (name, "") }
        return (String(decoding: bytes[..<first], as: UTF8.self), String(decoding: bytes[first...], as: UTF8.self))
    }

    private static let characters = Array("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789".utf8)
}

extension Unicode.Scalar {
    /// Python's `str.isalnum`.
    package var isAlphanumericInPython: Bool {
        switch properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter: true
        default: properties.numericType != nil
        }
    }
}
