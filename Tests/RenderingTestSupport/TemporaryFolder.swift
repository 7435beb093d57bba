import Foundation
import ImageSpecs
import Testing
import WorkerProtocol

import Decoding
import Pictures
import Vips

/// A folder that is removed after the test. It has methods that create sources and jobs.
package final class TemporaryFolder {
    package let path: String

    package init() throws {
        LibvipsSuite.started
        path = NSTemporaryDirectory() + "imagekit-rendering-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        try FileManager.default.createDirectory(atPath: path + "/tmp", withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    package func file(_ name: String) -> String { path + "/" + name }

    @discardableResult
    package func write(_ bytes: [UInt8], to name: String) throws -> String {
        try Data(bytes).write(to: URL(fileURLWithPath: file(name)))
        return file(name)
    }

    package func bytes(_ name: String) throws -> [UInt8] {
        [UInt8](try Data(contentsOf: URL(fileURLWithPath: file(name))))
    }

    package var names: Set<String> {
        Set((try? FileManager.default.contentsOfDirectory(atPath: path)) ?? [])
    }

    /// Writes a picture with one of libvips' savers.
    @discardableResult
    package func save(_ pixels: Pixels, _ saver: String, as name: String, _ options: Arguments = [:]) throws -> String {
        try save(Image(pixels), saver, as: name, options)
    }

    @discardableResult
    package func save(_ image: Image, _ saver: String, as name: String, _ options: Arguments = [:]) throws -> String {
        var operation = try Operation(saver)
        try operation.set("in", .image(image))
        try operation.set("filename", .string(file(name)))
        for (option, value) in options { try operation.set(option, value) }
        try operation.build()
        return file(name)
    }

    package func load(_ name: String) throws -> Image {
        let limits = Job.Limits()
        let decoder = try Decoder(SourceFile(path: file(name), limits: limits), limits: limits)
        let image = try decoder.load().inMemory()
        let header = try decoder.header()
        for field in header.fields where !image.has(field: field) {
            image.copyField(field, from: header)
        }
        return image
    }

    /// Returns a job whose outputs are written to `0.out`, `1.out`, …. `wanted` contains the indices of the outputs to
    /// write. Nil stands for all outputs.
    package func job(_ source: String, _ specs: [ImageSpec], wanted: Set<Int>? = nil, limits: Job.Limits = Job.Limits())
        -> Job
    {
        let outputs = specs.enumerated().map { index, spec in
            let isWanted = wanted?.contains(index) ?? true
            let target = Job.Target(temporaryPath: file("tmp/\(index)"), path: file("\(index).out"))
            return Job.Output(spec: spec, target: isWanted ? target : nil)
        }
        return Job(id: 1, source: source, path: file(source), outputs: outputs, limits: limits)
    }
}

/// Returns a picture without repetition: gradients and a block of another colour. Scripts/pilkit_expectations.py uses
/// the same picture.
package func pattern(_ bands: Int, _ width: Int, _ height: Int) -> Pixels {
    var samples: [UInt8] = []
    for y in 0..<height {
        for x in 0..<width {
            let isBlock = width / 4 <= x && x < width / 2 && height / 3 <= y && y < 2 * height / 3
            let block = isBlock ? 90 : 0
            let pixel = [
                (x * 7 + y * 3 + block) % 256, (x * 5 + y * 11 + 40 + block) % 256, (x * y + 20) % 256,
                x * 255 / (width - 1),
            ]
            samples += pixel.prefix(bands).map(UInt8.init)
        }
    }
    return Pixels(width: width, height: height, bands: bands, samples: samples)
}

/// Returns a processor from its JSON in a registry.
package func processor(_ json: String) throws -> Processor {
    let call = try JSONDecoder().decode([String: Value].self, from: Data(json.utf8))
    let (name, arguments) = try #require(call.first)
    switch arguments {
    case .dictionary(let named): return try Processor(name: name, arguments: .named(named))
    case .tuple(let positional): return try Processor(name: name, arguments: .positional(positional))
    default: return try Processor(name: name, arguments: .named([:]))
    }
}

package func spec(_ processors: String..., format: String? = nil, options: [String: Value]? = nil) throws -> ImageSpec {
    ImageSpec(processors: try processors.map(processor), format: format, options: options)
}

extension Outcome {
    /// The code of each failed output. It is nil for outputs that were made.
    package var codes: [Code?] {
        results.map { result in
            if case .failed(let failure) = result { failure.code } else { nil }
        }
    }

    package var made: [MadeImage?] {
        results.map { result in
            if case .made(let image) = result { image } else { nil }
        }
    }
}

extension Image {
    package var size: Size { Size(width: width, height: height) }
}
