import Decoding
import ImageSpecs
import Pictures
import Vips
import WorkerProtocol

/// The pixels that the outputs of one source share. The source is decoded once. Each reduction is computed when it is
/// first requested, and kept.
final class SharedDecoding {
    private let decoder: Decoder
    private let plan: DecodePlan
    /// The number of reductions and outputs that take their pixels from the source itself.
    private let sourceUses: Int
    /// The source with 8 bits per sample. The key is the colour profile that the source was converted to, or nil for
    /// the source's own colours.
    private var sources: [SpecExtensions.ColorProfile?: Image] = [:]
    private var reductions: [Int: Picture] = [:]
    private var fullSize: [DecodePlan.Treatment: Picture] = [:]
    /// The failure of the source. It is kept so that the other outputs do not decode the source again.
    private var failure: Failure?
    private var didDecode: (() -> Void)?

    /// - Parameters:
    ///   - needed: the indices of the outputs that will be requested. The plan covers all outputs. This parameter only
    ///     decides whether the source is read once as a stream, or kept in memory.
    ///   - didDecode: is called once, after the first picture is decoded or fails.
    init(
        _ decoder: Decoder,
        _ plan: DecodePlan,
        requests: [DecodePlan.Request],
        needed: [Int],
        didDecode: @escaping () -> Void = {}
    ) {
        self.didDecode = didDecode
        self.decoder = decoder
        self.plan = plan
        var fromSource = Set<DecodePlan.Request>()
        for output in needed {
            guard var index = plan.reductionOfOutput[output] else {
                fromSource.insert(requests[output])
                continue
            }
            while case .reduction(let parent) = plan.reductions[index].parent { index = parent }
            fromSource.insert(plan.reductions[index].request)
        }
        sourceUses = fromSource.count
    }

    /// Returns the picture that an output starts from, upright and in the colours of the output. The pixels are in
    /// memory.
    func picture(for request: DecodePlan.Request, output: Int) throws -> Picture {
        if let failure { throw failure }
        defer {
            didDecode?()
            didDecode = nil
        }
        if let index = plan.reductionOfOutput[output] { return try reduction(index) }
        if let made = fullSize[request.treatment] { return made }
        var picture = try fromSource(treatment: request.treatment, target: nil)
        picture.image = try decoding { try picture.image.inMemory() }
        fullSize[request.treatment] = picture
        return picture
    }

    private func reduction(_ index: Int) throws -> Picture {
        if let made = reductions[index] { return made }
        let reduction = plan.reductions[index]
        guard let target = reduction.request.target else { preconditionFailure("a reduction has a size") }
        var picture: Picture
        switch reduction.parent {
        case .reduction(let parent):
            picture = try self.reduction(parent).resized(to: target)
            picture.image = try picture.image.inMemory()
        case .source:
            picture = try fromSource(treatment: reduction.request.treatment, target: target)
            picture.image = try decoding { try picture.image.inMemory() }
        }
        reductions[index] = picture
        return picture
    }

    /// Reduces the source to `target`, converts it to the requested colours, and turns it upright. This order takes the
    /// least time. After the reduction, there are fewer pixels to convert and to turn. In addition, the reduction reads
    /// the rows in the order of the file. An enlargement follows the colour conversion, so that the conversion has
    /// fewer pixels too.
    private func fromSource(treatment: DecodePlan.Treatment, target: Size?) throws -> Picture {
        let turns = treatment.autorotate ? Orientation.turns(decoder.orientation) : []
        let isSideways = treatment.autorotate && Orientation.swapsSides(decoder.orientation)
        let storedTarget = isSideways ? target?.swapped : target
        var (image, conversion) = try sourceImage(treatment.colors)
        if let storedTarget, storedTarget.isWithin(Size(width: image.width, height: image.height)) {
            let extents = Extents(decoder.size, over: plan.shrink)
            image = try decoding { try image.resized(to: storedTarget, from: extents) }
        }
        var picture = try Normalization.picture(image, conversion)
        if let storedTarget { picture = try decoding { try picture.resized(to: storedTarget) } }
        picture.image = try decoding { try picture.image.turned(turns) }
        if !treatment.autorotate && target == nil { picture.orientation = decoder.orientation }
        return picture
    }

    /// Returns the source with 8 bits per sample, and the colour conversion that remains for later.
    private func sourceImage(
        _ colors: SpecExtensions.ColorProfile
    ) throws -> (image: Image, conversion: ColorConversion) {
        let conversion = ColorConversion(from: decoder.profile, to: colors)
        let isConvertedFirst = conversion.convertsBeforeEightBits(decoder.header)
        let key = isConvertedFirst ? colors : nil
        if let source = sources[key] { return (source, isConvertedFirst ? .none : conversion) }
        var (image, rest) = try Normalization.eightBit(decoder.load(shrink: plan.shrink), conversion)
        if sourceUses > 1 {
            image = try decoding { try image.inMemory() }
            sources[key] = image
        }
        return (image, rest)
    }

    /// Runs `work`, which computes pixels of the source, and reports its errors as failures of the source.
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
