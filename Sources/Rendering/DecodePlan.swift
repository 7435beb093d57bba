import ImageSpecs
import Pictures

/// How the outputs of one source share its decoding.
///
/// A pure function of the source's header and of *all* outputs that the registry has for it. Which of them are wanted
/// in a run plays no part, so the bytes of an output are the same whether it is made alone or with the others.
struct DecodePlan: Equatable {
    /// Where the pixels of a reduction come from.
    enum Parent: Equatable {
        case source
        /// An earlier reduction, by its index.
        case reduction(Int)
    }

    /// Pixels that are made once: the source at a size that some output resizes it to.
    struct Reduction: Equatable {
        let request: Request
        let parent: Parent
    }

    /// What an output asks for. Outputs that want different colours or turns share no reduction.
    struct Request: Hashable {
        /// The size after the output's first resize, upright; nil for the image as it is.
        var target: Size?
        var treatment: Treatment
        /// How many times larger than the target the pixels must be that it may be made from.
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

    /// What happens to the source's pixels on the way, whatever its size becomes.
    struct Treatment: Hashable {
        var autorotate: Bool
        var colors: SpecExtensions.ColorProfile
    }

    /// The loader reduces both sides by this factor while it decodes: 1, 2, 4 or 8.
    let shrink: Int
    /// From large to small: a parent stands before its children.
    let reductions: [Reduction]
    /// For each output its reduction; nil for one that takes the image as it is.
    let reductionOfOutput: [Int?]

    /// - Parameters:
    ///   - stored: the size in the file, before any turn.
    ///   - turnsSideways: the EXIF orientation swaps width and height, for outputs that autorotate.
    ///   - shrinks: the factors that the source's loader can reduce by.
    init(stored: Size, turnsSideways: Bool, shrinks: [Int], requests: [Request]) {
        func upright(_ treatment: Treatment) -> Size {
            turnsSideways && treatment.autorotate ? stored.swapped : stored
        }

        let wanted = Set(requests).filter { $0.target != nil }.sorted(by: Request.isLarger)
        var reductions: [Reduction] = []
        for request in wanted {
            guard let target = request.target else { continue }
            let parent = reductions.lastIndex { candidate in
                guard candidate.request.treatment == request.treatment, let size = candidate.request.target else {
                    return false
                }
                // An enlargement has nothing that the source has not.
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
    /// Whether the source, reduced by its loader, has enough left for a good filter to do.
    ///
    /// A loader's reduction leaves detail out in the frequencies of its blocks, which blurs far less than averaging, so
    /// three fifths of the margin do: a photograph 3840 wide that is wanted at 1600 is decoded at 1920.
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
