import Planning

/// A report that also updates a site's cache.
struct DjangoCacheReport: GenerationReport {
    let report: any GenerationReport
    let updates: DjangoCacheUpdates

    var wantsFresh: Bool { report.wantsFresh }
    func image(_ event: ImageEvent) {
        if case .generated = event.status { updates.exists(event.name) }
        report.image(event)
    }
    func deleted(_ names: [String]) {
        updates.deleted(names)
        report.deleted(names)
    }
    func siteIsNotNotified(_ message: String) { report.siteIsNotNotified(message) }
    func problem(_ message: String) { report.problem(message) }
    func warning(_ message: String, isEveryday: Bool) { report.warning(message, isEveryday: isEveryday) }
    func waiting() { report.waiting() }
    func started(images: Int) { report.started(images: images) }
    func planned(images: Int) { report.planned(images: images) }
}
