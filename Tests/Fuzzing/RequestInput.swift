@testable import Registry
@testable import Serving

/// The input is the target in the first line of an HTTP request. The cache folder does not exist, so no file is opened.
enum RequestInput {
    private static let settings = Settings(mediaRoot: "/fuzzing/media")
    private static let targets = RequestTargetReader(settings)
    private static let files = CacheFolderReader(settings)

    static func run(_ bytes: [UInt8]) throws(FuzzError) {
        let text = String(decoding: bytes, as: UTF8.self)
        switch targets.target(text) {
        case .cacheFile(let name), .automatic(let name): try check(name)
        case .image(let generator, let source):
            try require(!generator.isEmpty && !generator.contains("/"), "the generator is \(generator)")
            try require(!source.utf8.contains(0), "the source contains a zero byte")
        case .process(let generator): try require(!generator.isEmpty, "the generator has no id")
        case .health, .ready, .metrics, .unknown, .malformed: break
        }
    }

    /// Checks that a name is refused, or that it is the path of a visible file in the cache folder.
    private static func check(_ name: String) throws(FuzzError) {
        guard let relative = files.relativeName(name) else { return }
        try require(name.utf8.elementsEqual("\(settings.cachefileDir)/\(relative)".utf8), "\(name) becomes \(relative)")
        try require(!name.utf8.contains(0), "the name contains a zero byte")
        for part in relative.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false) {
            try require(!part.isEmpty && part.first != UInt8(ascii: "."), "\(relative) is not a visible file")
        }
    }
}
