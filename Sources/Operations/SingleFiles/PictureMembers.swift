import ImageSpecs
import JSON
import Markup
import Registry
import WorkerProtocol

/// The images of a set for one source.
struct PictureMembers: Sendable {
    struct Member: Sendable {
        let id: String
        let role: SetMember
        let name: String
        /// The description of the image; nil if the file was not examined, because the strategy assumes that it exists.
        let made: Outcome.MadeImage?
        let isNew: Bool
        /// The format in the registry; nil for the format of the source.
        let format: ImageFormat?
    }

    /// The members in the order of a page: by format, then from small to large. Members for which the set makes no
    /// image of the source do not occur, for example members that are larger than the source.
    let members: [Member]
    let presentation: Presentation

    /// The image for browsers without `srcset`: of the images in the last format, the widest image, or the image with
    /// the smallest density if the set has densities.
    var shown: Member? {
        let fallback = members.filter(\.role.isFallback)
        if case .densities? = fallback.first?.role.sizing { return fallback.first }
        return fallback.max { $0.width < $1.width }
    }

    /// Whether a member is left out of the markup, because its image saves no bytes compared with the image of the same
    /// size in the last format.
    func isLeftOut(_ member: Member) -> Bool {
        let fallback = members.first { $0.role.isFallback && $0.role.size == member.role.size }
        return member.role.isLeftOut(bytes: member.made?.bytes, fallback: fallback?.made?.bytes)
    }

    func picture(_ settings: Settings) -> Picture? {
        guard let shown else { return nil }
        let formats = Set(members.map(\.role.formatIndex)).sorted()
        let sources = formats.compactMap { source(ofFormat: $0, settings) }
        guard let fallback = sources.last else { return nil }
        var picture = Picture(sources: sources.dropLast(), fallback: fallback, url: settings.url(of: shown.name))
        (picture.width, picture.height) = (shown.made?.width, shown.made?.height)
        picture.sizes = presentation.sizes
        picture.placeholder = members.lazy.compactMap { presentation.placeholder(of: $0.made) }.first
        return picture
    }

    /// - Returns: nil if no image of the format is in the markup.
    private func source(ofFormat index: Int, _ settings: Settings) -> Picture.Source? {
        let members = members.filter { $0.role.formatIndex == index && !isLeftOut($0) }
            .sorted { $0.width < $1.width }
        var candidates: [ImageCandidate] = []
        for member in members {
            let descriptor = member.role.descriptor(of: member.made, id: member.id)
            // A browser ignores a second image with the same descriptor.
            guard !candidates.contains(where: { $0.descriptor == descriptor }) else { continue }
            candidates.append(ImageCandidate(url: settings.url(of: member.name), descriptor: descriptor))
        }
        guard let first = members.first else { return nil }
        return Picture.Source(type: (first.made?.format ?? first.format)?.mimeType, candidates: candidates)
    }

    /// The members as JSON objects.
    func json(_ settings: Settings) -> JSONText {
        .array(
            members.map { member in
                let made = member.made
                return .object(omittingNil: [
                    "generator": .string(member.id),
                    "descriptor": member.role.descriptor(of: made, id: member.id).map { .string($0) },
                    "name": .string(member.name), "url": .string(settings.url(of: member.name)),
                    "path": settings.hasLocalFiles ? .string(settings.cachePath(of: member.name)) : nil,
                    "status": member.isNew ? "generated" : "fresh",
                    "width": made.map { .integer($0.width) }, "height": made.map { .integer($0.height) },
                    "bytes": made.map { .integer($0.bytes) }, "format": made.map { .string($0.format.rawValue) },
                    "mime_type": made.map { .string($0.format.mimeType) },
                    "left_out": isLeftOut(member) ? .bool(true) : nil,
                ]).adding(made?.notes.all ?? [])
            }
        )
    }
}

extension PictureMembers.Member {
    /// The number by which the images of a format are sorted. If the width of the image is unknown, this number is the
    /// size in the registry. The image with the length of the source comes last.
    fileprivate var width: Double {
        if case .density = role.size { role.size.order } else { made.map { Double($0.width) } ?? role.size.order }
    }
}

extension SetMember {
    /// The descriptor in a `srcset`, such as `800w` or `2x`; nil if the set has only formats, or if the width is
    /// unknown.
    /// - Parameter id: the id of the member for the source of the image.
    func descriptor(of image: Outcome.MadeImage?, id: String) -> String? {
        switch size {
        case .unchanged: return nil
        case .density(let density): return density.text + "x"
        case .length, .ofSource:
            if let image { return "\(image.width)w" }
            guard case .lengths(.width, _, _) = sizing else { return nil }
            return length(inID: id).map { "\($0)w" }
        }
    }

    /// Whether an image saves no bytes compared with the image of the same size in the last format. The markup leaves
    /// out such an image.
    func isLeftOut(bytes: Int?, fallback: Int?) -> Bool {
        guard !isFallback, let bytes, let fallback else { return false }
        return bytes >= fallback
    }
}
