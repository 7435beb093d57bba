import Decoding
import ImageSpecs
import Pictures
import Vips
import WorkerProtocol

/// The pixels that the outputs of one source share. Pixels are computed at the first request for them. A picture or a
/// level is kept until it is read for the last time. So a source is usually decoded only once, and a job with many
/// large outputs needs memory only for the outputs that are still to be made.
///
/// The pixels for a request do not depend on the other requests.
final class SharedDecoding {
    /// The source after zero or more halvings, with samples of 8 bits.
    private struct Level: Hashable {
        /// The colours to which the source was converted. Nil stands for the source's own colours.
        var colors: SpecExtensions.ColorProfile?
        var halvings: Int
    }

    private let decoder: Decoder
    private let requests: Set<PixelRequest>
    /// The source, if it is a JPEG that is decoded into planes.
    private lazy var jpeg = PlanarJPEG(
        decoder.file,
        decoder.jpeg,
        size: decoder.size,
        requests.compactMap(planarRequest)
    )
    /// The levels in memory. A level is used by requests, and by the next smaller level.
    private lazy var levels = KeptUntilLastUse<Level, Image>(uses: countedUses())
    /// The pictures in memory. A picture is used by all outputs with the same request.
    private var pictures: KeptUntilLastUse<PixelRequest, Picture>
    /// The failure of the source. It is kept, so that later outputs do not decode the source again.
    private var failure: Failure?
    private var didDecode: (() -> Void)?

    /// - Parameters:
    ///   - requests: the request of each output. `picture` or `components` will receive each request as often as it is
    ///     in this array.
    ///   - didDecode: is called once, when the first pixels are decoded.
    init(_ decoder: Decoder, requests: [PixelRequest], didDecode: @escaping () -> Void = {}) {
        self.decoder = decoder
        self.requests = Set(requests)
        pictures = KeptUntilLastUse(uses: requests.reduce(into: [:]) { $0[$1, default: 0] += 1 })
        self.didDecode = didDecode
    }

    /// Returns the picture that an output starts from, in the colours of the request. The picture is in memory. It is
    /// upright if `autorotate` is true.
    func picture(for request: PixelRequest) throws -> Picture {
        let (made, isLast) = pictures.use(request)
        if let made { return made }
        defer {
            didDecode?()
            didDecode = nil
        }
        let picture = try fromPlanes(request) ?? fromLevels(request)
        if !isLast { pictures.keep(picture, for: request) }
        return picture
    }

    private func conversion(_ request: PixelRequest) -> ColorConversion {
        ColorConversion(from: decoder.profile, to: request.treatment.colors)
    }

    private func turns(_ request: PixelRequest) -> [Transpose.Turn] {
        request.treatment.autorotate ? Orientation.turns(decoder.orientation) : []
    }

    /// Returns the source, first reduced to the target, then converted to the requested colours, then turned upright.
    /// This order takes the least time: the picture has fewer pixels after the reduction, and the reduction reads the
    /// rows in the order of the file. There are two exceptions. An enlargement is made after the colour conversion,
    /// because the enlarged picture has more pixels. Some samples of 16 bits are converted first
    /// (`convertsBeforeEightBits`).
    private func fromLevels(_ request: PixelRequest) throws -> Picture {
        if let failure { throw failure }
        let target = storedTarget(request)
        let level = level(request)
        var image = try image(level)
        if let target, target.isWithin(Size(width: image.width, height: image.height)) {
            image = try decoding { try image.resized(to: target) }
        }
        var picture = try Normalization.picture(image, level.colors == nil ? conversion(request) : .none)
        if let target { picture = try decoding { try picture.resized(to: target) } }
        picture.image = try decoding { try picture.image.turned(turns(request)).inMemory() }
        if !request.treatment.autorotate && target == nil { picture.orientation = decoder.orientation }
        return picture
    }

    /// The target before the picture is turned upright: with swapped sides if the turn swaps the sides.
    private func storedTarget(_ request: PixelRequest) -> Size? {
        let isSideways = request.treatment.autorotate && Orientation.swapsSides(decoder.orientation)
        return isSideways ? request.target?.swapped : request.target
    }

    // MARK: - Planes

    /// The maximum number of pixels of a picture that is decoded into planes in its full size. For larger pictures,
    /// libvips needs less memory, because libvips encodes rows while it decodes.
    private static let maxPlanarArea = 1 << 25

    /// Returns nil for an enlargement and for the full image in RGB, because both must have the samples that libjpeg
    /// computes, as in PILKit. Also returns nil for a full image with more than `maxPlanarArea` pixels.
    private func planarRequest(_ request: PixelRequest) -> PlanarJPEG.Request? {
        var target = storedTarget(request)
        if request.planes != nil, decoder.size.area <= Self.maxPlanarArea { target = target ?? decoder.size }
        guard let target, target.isWithin(decoder.size) else { return nil }
        return PlanarJPEG.Request(target: target, margin: request.margin, subsampling: subsampling(request, target))
    }

    /// The resolution at which colour differences are decoded. If a turned picture has an odd side, the colour
    /// differences are decoded in full resolution, and halved after the turn (`PlanarPicture.turned`).
    private func subsampling(_ request: PixelRequest, _ target: Size) -> PlanarPicture.Subsampling {
        let isEven = target.width.isMultiple(of: 2) && target.height.isMultiple(of: 2)
        return turns(request).isEmpty || isEven ? request.planes ?? .full : .full
    }

    /// Returns the components that an output is encoded from.
    /// - Returns: nil if the output must be made from `picture(for:)`.
    func components(for request: PixelRequest) -> PlanarPicture? {
        guard let subsampling = request.planes, let planar = planarRequest(request),
            let components = jpeg?.components(planar)?.turned(turns(request))
        else { return nil }
        didDecode?()
        didDecode = nil
        return subsampling == .halved ? components.halvingColors() : components
    }

    /// Returns the picture, reduced from planes, or nil if libvips must decode it. This method ignores a recorded
    /// failure of the source. If the planes can be decoded, the failure concerns a part of the file that the planes do
    /// not need.
    private func fromPlanes(_ request: PixelRequest) throws -> Picture? {
        guard let planar = planarRequest(request), let image = try jpeg?.image(planar) else { return nil }
        var picture = try Normalization.picture(image, conversion(request))
        picture.image = try picture.image.turned(turns(request)).inMemory()
        return picture
    }

    // MARK: - Levels

    private func level(_ request: PixelRequest) -> Level {
        let isConvertedFirst = conversion(request).convertsBeforeEightBits(decoder.samples)
        let isSideways = request.treatment.autorotate && Orientation.swapsSides(decoder.orientation)
        let upright = isSideways ? decoder.size.swapped : decoder.size
        return Level(
            colors: isConvertedFirst ? request.treatment.colors : nil,
            halvings: request.halvings(of: upright)
        )
    }

    private func countedUses() -> [Level: Int] {
        var uses: [Level: Int] = [:]
        for request in requests {
            if let planar = planarRequest(request), jpeg?.hasSamples(for: planar) == true { continue }
            uses[level(request), default: 0] += 1
        }
        // A level that is not loaded from the file reads the level that is twice as large.
        for colors in Set(uses.keys.map(\.colors)) {
            let smallest = uses.keys.filter { $0.colors == colors }.map(\.halvings).max() ?? 0
            for halvings in 0..<smallest where halvings > 0 || !decoder.loadsHalves {
                uses[Level(colors: colors, halvings: halvings), default: 0] += 1
            }
        }
        return uses
    }

    /// Returns the image of a level. The image is in memory if it is read more than once. Otherwise, it can be a
    /// stream, whose pixels can be read only once.
    private func image(_ level: Level) throws -> Image {
        let (known, isLast) = levels.use(level)
        if let known { return known }
        var image: Image
        if level.halvings == 0 || level.halvings == 1 && decoder.loadsHalves {
            let conversion = ColorConversion(from: decoder.profile, to: level.colors ?? .keep)
            let loaded = try decoder.load(halved: level.halvings == 1)
            image = try Normalization.eightBit(loaded, level.colors == nil ? .none : conversion).image
        } else {
            let double = try self.image(Level(colors: level.colors, halvings: level.halvings - 1))
            let size = Size(width: double.width, height: double.height)
            image = try decoding { try double.resized(to: size.half) }
        }
        if !isLast {
            image = try decoding { try image.inMemory() }
            levels.keep(image, for: level)
        }
        return image
    }

    /// Runs `work`, which computes pixels of the source. An error of `work`, or a missing pixel, becomes the failure of
    /// the source.
    private func decoding<Value>(_ work: () throws -> Value) throws -> Value {
        do {
            let value = try work()
            try decoder.checkCompleteness()
            return value
        } catch let failure as Failure {
            self.failure = failure
            throw failure
        } catch let error as VipsError {
            let failure = decoder.file.failure(undecodable: error)
            self.failure = failure
            throw failure
        }
    }
}
