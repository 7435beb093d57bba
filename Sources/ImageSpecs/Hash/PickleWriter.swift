/// Writes the values of a spec as a byte stream of Python's pickle protocol 0. The stream contains the same memo as in
/// Python.
///
/// Python's `pickletools` documents the opcodes. The memo numbers the objects, so that later occurrences can refer to
/// them. It identifies objects as CPython does: equal strings are one object, equal tuple literals are one object, and
/// a class is one object. The defaults of parameters are other objects than equal literals (`writeDefault`).
struct PickleWriter {
    /// The key of an object in the memo. A later occurrence of the object is written as a reference to the first.
    private enum Identity: Hashable {
        case string(String)
        case global(String)
        case turn(Int)
        case literal([Value])
        case parameterDefault(String)
    }

    private(set) var bytes: [UInt8] = []
    private var memo: [Identity: Int] = [:]
    private var memoCount = 0

    init() { bytes.reserveCapacity(1024) }

    mutating func finish() { write(".") }

    // MARK: - Values

    mutating func write(_ value: Value) {
        switch value {
        case .none: write("N")
        case .bool(let flag): write(flag ? "I01\n" : "I00\n")
        case .integer(let number): writeInteger(number)
        case .double(let number):
            write("F")
            write(pythonRepresentation(of: number))
            write("\n")
        case .string(let text): writeString(text)
        case .tuple(let values): writeTuple(values)
        case .dictionary(let members): writeDictionary(members)
        }
    }

    private mutating func writeInteger(_ number: Int) {
        let isShort = Int(Int32.min)...Int(Int32.max) ~= number
        write(isShort ? "I\(number)\n" : "L\(number)L\n")
    }

    mutating func writeString(_ text: String) {
        if writeReference(to: .string(text)) { return }
        writeText(text)
        remember(.string(text))
    }

    /// Writes a string. If the string occurs again, the later occurrence does not become a reference.
    mutating func writeUnsharedString(_ text: String) {
        writeText(text)
        remember(nil)
    }

    private mutating func writeText(_ text: String) {
        write("V")
        for scalar in text.unicodeScalars { writeRawUnicodeEscaped(scalar) }
        write("\n")
    }

    /// Writes a tuple that a registry contains. Equal tuples are the same object, so later occurrences are references.
    private mutating func writeTuple(_ values: [Value]) {
        if writeReference(to: .literal(values)) { return }
        writeNewTuple(values, identity: .literal(values))
    }

    /// Writes the default of a parameter. In Python, all calls share the object of a default, so later occurrences of a
    /// tuple or a string are references. An equal tuple of the project is another object. So is an equal string, unless
    /// Python interns it.
    mutating func writeDefault(_ value: Value, of parameter: String) {
        let identity = Identity.parameterDefault(parameter)
        switch value {
        case .tuple(let values):
            if writeReference(to: identity) { return }
            writeNewTuple(values, identity: identity)
        case .string(let text) where !Self.isInterned(text):
            if writeReference(to: identity) { return }
            writeText(text)
            remember(identity)
        default: write(value)
        }
    }

    /// Whether CPython interns a string of a source file. All interned strings with the same characters are one object.
    private static func isInterned(_ text: String) -> Bool {
        text.unicodeScalars.allSatisfy { scalar in
            switch scalar {
            case "a"..."z", "A"..."Z", "0"..."9", "_": true
            default: false
            }
        }
    }

    private mutating func writeNewTuple(_ values: [Value], identity: Identity) {
        write("(")
        for value in values { write(value) }
        write("t")
        // Protocol 0 does not memoize the empty tuple.
        if !values.isEmpty { remember(identity) }
    }

    /// Writes a dictionary with sorted keys, like django-imagekit's `CanonicalizingPickler`.
    private mutating func writeDictionary(_ members: [String: Value]) {
        startDictionary()
        for (key, value) in members.sorted(by: { PickleWriter.precedes($0.key, $1.key) }) {
            writeString(key)
            write(value)
            write("s")
        }
    }

    // MARK: - Objects

    mutating func startList() {
        write("(l")
        remember(nil)
    }

    mutating func append() { write("a") }

    private mutating func startDictionary() {
        write("(d")
        remember(nil)
    }

    /// Writes an instance as `copy_reg._reconstructor(Class, object, None)`, followed by its attributes in the order of
    /// their names.
    mutating func writeInstance(
        of name: String,
        in module: String,
        attributes: [(name: String, write: (inout PickleWriter) -> Void)]
    ) {
        writeGlobal("copy_reg", "_reconstructor")
        write("(")
        writeGlobal(module, name)
        writeGlobal("__builtin__", "object")
        write("Nt")
        remember(nil)
        write("R")
        remember(nil)
        guard !attributes.isEmpty else { return }
        startDictionary()
        for attribute in attributes.sorted(by: { PickleWriter.precedes($0.name, $1.name) }) {
            writeString(attribute.name)
            attribute.write(&self)
            write("s")
        }
        write("b")
    }

    /// Writes the arguments of a variadic processor as a tuple. Python creates a new tuple for each call, so no later
    /// occurrence refers to this tuple.
    mutating func writeTurns(_ turns: [Value]) {
        write("(")
        for turn in turns {
            if let member = turn.string.flatMap({ Transpose.turnsByName[$0] }) {
                writeTurn(member)
            } else {
                write(turn)
            }
        }
        write("t")
        remember(nil)
    }

    /// Writes a member of the enum `PIL.Image.Transpose`, identified by its value.
    private mutating func writeTurn(_ turn: Transpose.Turn) {
        if writeReference(to: .turn(turn.rawValue)) { return }
        writeGlobal("PIL.Image", "Transpose")
        write("(I\(turn.rawValue)\nt")
        remember(nil)
        write("R")
        remember(.turn(turn.rawValue))
    }

    private mutating func writeGlobal(_ module: String, _ name: String) {
        let identity = Identity.global(module + "." + name)
        if writeReference(to: identity) { return }
        write("c\(module)\n\(name)\n")
        remember(identity)
    }

    // MARK: - Memo

    /// The strings in the memo.
    var strings: Set<String> {
        Set(memo.keys.compactMap { if case .string(let text) = $0 { text } else { nil } })
    }

    private mutating func writeReference(to identity: Identity) -> Bool {
        guard let index = memo[identity] else { return false }
        write("g\(index)\n")
        return true
    }

    /// Gives the last object the next index in the memo. An object without an identity also uses an index, but no
    /// reference leads to it.
    private mutating func remember(_ identity: Identity?) {
        if let identity { memo[identity] = memoCount }
        write("p\(memoCount)\n")
        memoCount += 1
    }

    // MARK: - Bytes

    private mutating func write(_ text: String) { bytes.append(contentsOf: text.utf8) }

    /// Writes a character in Python's `raw-unicode-escape`. Like Python's pickler, also escapes the backslash, line
    /// ends, NUL, and U+001A.
    private mutating func writeRawUnicodeEscaped(_ scalar: Unicode.Scalar) {
        switch scalar.value {
        case 0x00, 0x0A, 0x0D, 0x1A, 0x5C: write("\\u" + hexadecimal(scalar.value, digits: 4))
        case ..<0x100: bytes.append(UInt8(scalar.value))
        case ..<0x10000: write("\\u" + hexadecimal(scalar.value, digits: 4))
        default: write("\\U" + hexadecimal(scalar.value, digits: 8))
        }
    }

    /// Compares strings by code points, as Python does.
    private static func precedes(_ left: String, _ right: String) -> Bool {
        left.unicodeScalars.lexicographicallyPrecedes(right.unicodeScalars)
    }
}

/// Returns the text that Python's `repr` returns for a float.
package func pythonRepresentation(of number: Double) -> String {
    number.isFinite ? ShortestDecimal(number).representation : number.description
}
