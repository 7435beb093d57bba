import Decoding
import ImageSpecs
import Pictures
import Vips

/// `{"vips": ["gaussblur", {"sigma": 2}]}`: calls a libvips operation that takes one image and returns one image.
package struct VipsCall {
    private let input: String
    private let output: String

    /// Checks the name and the arguments against the installed libvips.
    /// - Throws: `ProcessorError` with all mistakes in the arguments, or with the reason why the operation cannot be
    ///   used.
    package init(_ name: String, _ arguments: [String: Value]) throws {
        guard LibVips.has(operation: name) else {
            throw ProcessorError(description: "this libvips has no operation \"\(name)\"")
        }
        let operation = try Operation(name)
        let known = operation.argumentDescriptions()
        let images = known.filter { $0.isImage && $0.isRequired }
        guard images.count == 2, let input = images.first(where: { $0.isInput }),
            let output = images.first(where: { !$0.isInput })
        else {
            throw ProcessorError(description: "\(name) is not an operation that takes one image and makes one")
        }
        var mistakes: [String] = []
        for (argument, value) in arguments.sorted(by: { $0.key < $1.key }) {
            let description = known.first { $0.name.asWritten == argument.asWritten && $0.isInput && !$0.isImage }
            guard let description else {
                mistakes.append("\(name) has no argument \"\(argument)\"; it takes \(VipsCall.names(known))")
                continue
            }
            do {
                guard let value = Argument(value) else { throw ProcessorError(description: "") }
                try operation.set(argument.asWritten, value)
            } catch {
                let range = description.range.map { ": it is from \($0.lowerBound) to \($0.upperBound)" }
                mistakes.append("\(argument) of \(name) cannot be \(value)\(range ?? "")")
            }
        }
        let missing = known.filter { argument in
            argument.isRequired && argument.isInput && !argument.isImage
                && !arguments.keys.contains { $0.asWritten == argument.name.asWritten }
        }
        if !missing.isEmpty { mistakes.append("\(name) needs \(missing.map(\.name).joined(separator: " and "))") }
        guard mistakes.isEmpty else { throw ProcessorError(description: mistakes.joined(separator: "; ")) }
        (self.input, self.output) = (input.name, output.name)
    }

    private static func names(_ known: [Operation.ArgumentDescription]) -> String {
        let names = known.filter { $0.isInput && !$0.isImage }.map(\.name)
        return names.isEmpty ? "none" : names.joined(separator: ", ")
    }
}

extension VipsCall {
    /// Runs the operation and converts its image for the next processors: 8 bits, grey or sRGB.
    package static func run(_ name: String, _ arguments: [String: Value], on picture: Picture) throws -> Picture {
        let call = try VipsCall(name, arguments)
        var operation = try Operation(name)
        // An operation can read pixels in any order, so the pixels must be in memory.
        try operation.set(call.input, .image(try picture.image.inMemory()))
        for (argument, value) in arguments.sorted(by: { $0.key < $1.key }) {
            if let value = Argument(value) { try operation.set(argument.asWritten, value) }
        }
        try operation.build()
        let result = try operation.image(call.output)
        let (image, rest) = try Normalization.eightBit(result.inMemory(), .none)
        return try Normalization.picture(image, rest)
    }
}

extension String {
    /// The name with `-` instead of `_`. libvips accepts both forms, so compare names only in this form.
    fileprivate var asWritten: String { String(map { $0 == "_" ? "-" : $0 }) }
}
