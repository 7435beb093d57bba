import Registry

extension ReferencePart {
    static let djangoCacheParts = [
        ReferencePart(file: "Docs/django.md", name: "django-cache", .markdown(djangoCacheTable.text))
    ]

    private static let djangoCacheTable = MarkdownTable(
        ["member", "default", "meaning"],
        DjangoCacheOption.all.map { ["`\($0.name)`", $0.fallback, $0.summary] }
    )
}
