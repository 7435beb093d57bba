@testable import Templates

/// The input is a template.
enum TemplateInput {
    static func run(_ bytes: [UInt8]) throws(FuzzError) {
        let template: Template
        do throws(TemplateError) {
            template = try Template(name: "t", bytes: bytes)
        } catch {
            return try require(!error.message.isEmpty, "it is refused without a message")
        }
        var end = template.parts.first?.range.lowerBound ?? bytes.count
        for part in template.parts {
            try require(part.range.lowerBound == end && !part.range.isEmpty, "the parts have a gap")
            end = part.range.upperBound
        }
        try require(end == bytes.count, "the end is lost")
        let image = RenderedImage(markup: "", url: "", width: 1, height: 1)
        let result = try? template.expandingTags(data: [:]) { _ throws(TemplateError) in image }
        let hasTags = template.parts.contains { if case .tag = $0.kind { true } else { false } }
        try require(hasTags || result == nil || result == bytes, "a template without tags changes")
    }
}
