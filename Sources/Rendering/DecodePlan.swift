import ImageSpecs
import Pictures

/// The plan by which the outputs of one source share its decoding.
///
/// The plan depends only on the source's header and on *all* outputs that the registry has for the source. It does not
/// depend on the outputs that a run needs. So the bytes of an output are the same whether it is made separately or
/// together with others.
struct DecodePlan: Equatable {
    /// The origin of the pixels of a reduction.
    enum Parent: Equatable {
        case source
        /// An earlier reduction, with its index.
        case reduction(Int)
    }

    /// Pixels that are computed once and shared: the source at the size of an output's first resize.
    struct Reduction: Equatable {
        let request: Request
        let parent: Parent
    }

    /// The pixels that an output starts from. Outputs with different treatments share no reduction.
    struct Request: Hashable {
        /// The upright size after the output's first resize. It is nil if the output starts from the full image.
        var target: Size?
        var treatment: Treatment
        /// The minimum ratio between the sides of the parent and those of the target.
        var margin = 2

        /// A total order, so that a plan does not depend on the order of outputs.
        static func isLarger(_ a: Request, than b: Request) -> Bool {
            func key(_ request: Request) -> [Int] {
                let size = request.target ?? Size(width: 0, height: 0)
                let colors = SpecExtensions.ColorProfile.allCases.firstIndex(of: request.treatment.colors) ?? 0
                return [size.area, size.width, request.margin, request.treatment.autorotate ? 1 : 0, colors]
            }
            return key(b).lexicographicallyPrecedes(key(a))
        }
    }

    /// The conversions of the source's pixels that do not depend on the size.
    struct Treatment: Hashable {
        var autorotate: Bool
        var colors: SpecExtensions.ColorProfile
    }

    /// The factor, 1, 2, 4 or 8, by which the loader reduces both sides while it decodes.
    let shrink: Int
    /// The reductions from large to small, so that a parent precedes its children.
    let reductions: [Reduction]
    /// The index of each output's reduction. It is nil for an output that uses the full image.
    let reductionOfOutput: [Int?]

    /// - Parameters:
    ///   - stored: the size in the file, before any rotation.
    ///   - turnsSideways: whether the EXIF orientation swaps width and height for outputs that autorotate.
    ///   - shrinks: the factors by which the source's loader can reduce.
    init(stored: Size, turnsSideways: Bool, shrinks: [Int], requests: [Request]) {
        func upright(_ treatment: Treatment) -> Size {
            turnsSideways && treatment.autorotate ? stored.swapped : stored
        }

        let sorted = Set(requests).filter { $0.target != nil }.sorted(by: Request.isLarger)
        var reductions: [Reduction] = []
        for request in sorted {
            guard let target = request.target else { continue }
            let parent = reductions.lastIndex { candidate in
                guard candidate.request.treatment == request.treatment, let size = candidate.request.target else {
                    return false
                }
                // A parent that enlarges the source has no more detail than the source, so start from the source
                // instead.
                return size.isWithin(upright(request.treatment)) && size.isAtLeast(request.margin, times: target)
            }
            reductions.append(Reduction(request: request, parent: parent.map(Parent.reduction) ?? .source))
        }
        self.reductions = reductions
        self.reductionOfOutput = requests.map { request in reductions.firstIndex { $0.request == request } }

        let takesSource = reductions.filter { $0.parent == .source }
        let isReducible = requests.allSatisfy { $0.target != nil }
        let fitting = shrinks.filter { factor in
            isReducible
                && takesSource.allSatisfy { $0.request.canBeLoaded(from: upright($0.request.treatment), by: factor) }
        }
        self.shrink = fitting.max() ?? 1
    }
}

extension DecodePlan.Request {
    /// Whether the source, after the loader's reduction, is large enough for the filter that computes the target.
    ///
    /// A loader reduces by dropping the high frequencies of each block, which blurs much less than averaging. So three
    /// fifths of the margin are enough: a photograph with a width of 3840 and a target of 1600 is decoded at 1920.
    fileprivate func canBeLoaded(from size: Size, by factor: Int) -> Bool {
        guard let target, factor > 1 else { return factor == 1 }
        let loaded = Size(width: size.width / factor * 5, height: size.height / factor * 5)
        return loaded.isAtLeast(margin * 3, times: target)
    }
}

extension Size {
    fileprivate func isAtLeast(_ factor: Int, times other: Size) -> Bool {
        width >= factor * other.width && height >= factor * other.height
    }
}
