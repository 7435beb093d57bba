import CacheState
import Files
import ImageHeaders
import ImageSpecs
import WorkerProtocol

extension Planner {
    /// Adopts a file without a record, unless the file is damaged or outdated. A file has no record, for example, if a
    /// Django site made it, or if imagekit made it before the state was lost.
    func adopt(
        _ file: Candidate.File,
        _ tree: FoundFile,
        in planned: inout PlannedSource
    ) -> PlannedImage.Verdict {
        let lifetime = settings.cacheBackend.lifetime
        // Without a lasting state, no record shows whether the source has changed since the image was made. So compare
        // the times of the image and the source.
        if lifetime != .lasting, let stamp = planned.record?.stamp, tree.modified < stamp.modified {
            return .needed(.sourceChanged)
        }
        if lifetime == .none {
            let image = description(of: file)
            return image == nil && settings.hasLocalFiles ? .needed(.damaged) : .fresh(bytes: tree.size, image: image)
        }
        if planned.record?.digest == nil {
            let identity = SourceIdentity(reading: planned.origin, settings)
            if let failure = identity.failure { return .failed(failure) }
            planned.record = identity.record
        }
        guard let record = planned.record, let digest = record.digest else { return .needed(.missing) }
        let image = description(of: file)
        if image == nil, settings.hasLocalFiles { return .needed(.damaged) }
        let source = SourceRecord(stamp: record.stamp, digest: digest, header: record.header)
        planned.changes.append(.source(planned.origin.key, source.trusted))
        let found = CacheRecord(
            name: file.name,
            naming: file.naming.identity,
            digest: overlays.content(of: digest, file.generator),
            state: .made(bytes: tree.size, image: image),
            output: tree.content,
            checked: policy.now,
            rendering: file.naming.rendering,
            renderer: Renderer.foundNumber
        )
        planned.changes.append(.cacheFile(source: planned.origin.key, found))
        return .fresh(bytes: tree.size, image: image)
    }

    /// The description of an existing file; nil if the file is not an image, or if it is only in a bucket.
    private func description(of file: Candidate.File) -> ImageDescription? {
        ImageHeader.read(settings.cachePath(of: file.name)).map { ImageDescription($0) }
    }
}
