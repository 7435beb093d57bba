import JSON

extension Diagnosis {
    /// Returns the object that `imagekit doctor --json` prints.
    /// - Parameter version: the version of imagekit.
    package func json(version: String) -> JSONText {
        func list(_ texts: [String]) -> JSONText { .array(texts.map { .string($0) }) }
        let libvips = libvips.map { libvips in
            JSONText.object(omittingNil: [
                "version": .string(libvips.version), "folder": libvips.folder.map { .string($0) },
                "reads": list(libvips.read), "writes": list(libvips.written),
                "missing": .object(libvips.missing.map { JSONText.Member(key: $0.format, value: .string($0.reason)) }),
            ])
        }
        let holders = lockHolders.map { holder in
            JSONText.object(omittingNil: [
                "pid": .integer(holder.process), "command": holder.command.map { .string($0) },
            ])
        }
        let counts = tally.flatMap { $0.isCounted ? $0 : nil }
        return .object(omittingNil: [
            "version": .string(version), "registry": .string(registry), "user": .string(user),
            "media_root": mediaRoot.json, "cache_folder": cacheFolder.json, "lock_holders": .array(holders),
            "sources": counts.map { .integer($0.sources) }, "failed_sources": counts.map { .integer($0.failed) },
            "worker": worker.map { .string($0) }, "errors": failures.isEmpty ? nil : list(failures),
            "warnings": warnings.isEmpty ? nil : list(warnings),
            "libvips": libvips,
            "sandbox": .object(omittingNil: [
                "setting": .string(sandbox), "in_force": list(protection), "obstacles": list(obstacles),
                "readable": readable.map(list),
            ]),
            "limits": .object(limits.map { JSONText.Member(key: $0.name, value: .string($0.value)) }),
            "state": .string(state),
        ])
    }
}
