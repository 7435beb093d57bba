import Files
import Registry
import Templates

/// An image that a page requests, without the attributes of the tag.
struct PageImage: Hashable, Sendable {
    /// What the page requests, without the source: the generator, its arguments, the size, and the densities.
    struct Request: Hashable, Sendable {
        let generator: String
        let arguments: [String]
        var width: Int?
        var height: Int?
        /// The pixel densities of the additional images for `srcset`.
        var densities: [PixelDensity] = []
    }

    let request: Request
    /// The source as the page gives it; nil for a canvas.
    var source: String? { name?.text }
    /// The value of `source`. Names are compared by their bytes, because Swift treats a composed and a decomposed name
    /// as equal.
    private let name: ByteName?

    init(generator: String, source: String) {
        request = Request(generator: generator, arguments: [])
        name = ByteName(source)
    }

    /// - Throws: `TemplateError` if the densities of a thumbnail are invalid.
    init(_ call: ImageCall, _ settings: Settings) throws(TemplateError) {
        var densities: [PixelDensity] = []
        if call.tag == .thumbnail, !call.isAssigned {
            guard let found = call.srcset.map(PixelDensity.list) ?? settings.thumbnailSrcsetScales else {
                throw TemplateError("thumbnail: srcset: write numbers above 0 separated by spaces, such as '2 3'")
            }
            densities = found
        }
        request = Request(
            generator: call.generator ?? Registry.thumbnailID,
            arguments: call.arguments,
            width: call.width,
            height: call.height,
            densities: densities
        )
        name = call.source.map { ByteName($0) }
    }
}

extension PageImage.Request {
    /// Returns the request for the image, and one request for each of the densities.
    func requests(
        _ registry: Registry
    ) throws(RequestError) -> (image: ImageRequest, srcset: [(request: ImageRequest, density: PixelDensity)]) {
        var srcset: [(request: ImageRequest, density: PixelDensity)] = []
        for density in densities { srcset.append((try request(registry, density: density), density)) }
        return (try request(registry, density: nil), srcset)
    }

    /// - Parameter density: nil for the size that the tag gives.
    private func request(_ registry: Registry, density: PixelDensity?) throws(RequestError) -> ImageRequest {
        func scaled(_ length: Int) -> Int { density?.scaled(length) ?? length }
        var all = arguments
        if let width { all.append("width=\(scaled(width))") }
        if let height { all.append("height=\(scaled(height))") }
        return try registry.request(generator, arguments: all)
    }
}
