import Markup
import Planning
import Registry
import SourceGroups
import WorkerProtocol

/// The images that pages request. Each image is made once, even if many pages show it.
struct PageImages {
    private let registry: Registry
    private let options: GenerationOptions
    private let report: any GenerationReport
    private var answers: [PageImage: Result<CacheFileAnswer, PageImageError>] = [:]

    /// - Parameter options: the options of the batches. In a dry run, no image is made.
    init(_ registry: Registry, _ options: GenerationOptions, _ report: any GenerationReport) {
        self.registry = registry
        self.options = options
        self.report = report
    }

    /// The answer for an image; nil before the image is requested.
    subscript(image: PageImage) -> Result<CacheFileAnswer, PageImageError>? { answers[image] }

    /// Makes images if they are missing or out of date.
    /// - Throws: the errors of a batch. A failed image throws no error: its answer is the failure.
    mutating func request(_ wanted: Set<PageImage>) async throws {
        let groups = Dictionary(grouping: wanted.filter { answers[$0] == nil }, by: \.request)
        for (request, images) in groups.sorted(by: { $0.key.order < $1.key.order }) {
            let files: SingleFiles
            do throws(RequestError) {
                let (image, srcset) = try request.requests(registry)
                try check(image, images)
                files = SingleFiles(image, srcset: srcset, registry: registry, options: options, report: report)
            } catch {
                for image in images { answers[image] = .failure(PageImageError(message: "\(error)")) }
                continue
            }
            let images = images.sorted { ($0.source ?? "") < ($1.source ?? "") }
                .filter { answers[$0] == nil }
            let origins = images.map { image in
                image.source.map { ImageOrigin(key: SourceArgument($0, registry.settings).name) } ?? .canvas
            }
            guard !origins.isEmpty else { continue }
            let found = try await files.answers(for: origins, form)
            for (image, answer) in zip(images, found) {
                if case .failure(let failure) = answer.result {
                    answers[image] = .failure(PageImageError(answer, failure, registry.settings))
                } else {
                    answers[image] = .success(answer)
                }
            }
        }
    }

    /// The form of the answers. In a dry run that predicts markup, the size of an image is unknown, because the image
    /// is not made. In this case, the form contains the attribute `width`, because markup with this attribute needs no
    /// size.
    private var form: AnswerForm {
        .html(attributes: options.isDryRun && options.predictsMarkup ? [HTMLAttribute("width", "")] : [])
    }

    private mutating func check(_ request: ImageRequest, _ images: [PageImage]) throws(RequestError) {
        for image in images where request.isCanvas != (image.source == nil) {
            let id = image.request.generator
            let message =
                request.isCanvas
                ? "\(id) is made from a canvas: remove the source, or use a generator with sources"
                : "\(id) needs a source, such as source='photo.jpg'"
            answers[image] = .failure(PageImageError(message: message))
        }
    }
}

extension PageImage.Request {
    fileprivate var order: String { "\(generator) \(arguments) \(width ?? 0) \(height ?? 0) \(densities)" }
}

/// The reason why a page cannot show an image.
struct PageImageError: Error, CustomStringConvertible {
    let message: String
    /// Whether the image is missing or out of date, in a run that writes nothing.
    var isOutdated = false

    init(message: String) { self.message = message }

    init(_ answer: CacheFileAnswer, _ failure: Outcome.Failure, _ settings: Settings) {
        let isMissing = failure.code == .missingSource
        let searched = isMissing ? SourceArgument(answer.subject, settings).searched : ""
        message = "\(answer.subject): \(failure.message)\(searched)"
        isOutdated = failure.code == .notGenerated
    }

    var description: String { message }
}
