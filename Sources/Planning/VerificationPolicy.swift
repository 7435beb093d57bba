import CacheState
import Files
import Registry
import WorkerProtocol

/// How far a plan trusts the state.
package struct VerificationPolicy: Sendable {
    /// Whether to trust nothing and make every image.
    var force = false
    /// Whether to read all cache files and compare their content with the recorded digests.
    var verify = false
    /// The number of seconds after which a file must be verified again. If nil, a verification stays valid permanently.
    var timeout: Int?
    /// The limits of the settings. A failure that depends on limits is retried if it was recorded under other limits.
    var limits = LimitsIdentity()
    /// Identifies the renderer of the run. A failure that depends on the renderer is retried if it was recorded with
    /// another renderer. If nil, no failure is retried for this reason.
    var renderer: CurrentRenderer?
    /// Whether images are made again if they can show a fault that is fixed now.
    var findsOutdated = false
    /// The time of the plan in seconds since 1970.
    let now: Int

    init(force: Bool = false, verify: Bool = false, timeout: Int? = nil, now: Int = currentSeconds()) {
        self.force = force
        self.verify = verify
        self.timeout = timeout
        self.now = now
    }

    /// - Parameter findsOutdated: whether images are made again if they can show a fault that is fixed now. If true,
    ///   `renderer` must not be nil.
    package init(
        _ settings: Settings,
        force: Bool = false,
        verify: Bool = false,
        renderer: CurrentRenderer? = nil,
        findsOutdated: Bool = false
    ) {
        self.init(force: force, verify: verify, timeout: settings.cacheTimeout)
        limits = settings.limitsIdentity
        self.renderer = renderer
        self.findsOutdated = findsOutdated
    }

    /// Whether the renderer of the record differs from the renderer of the run.
    func isOfOtherRenderer(_ record: CacheRecord) -> Bool {
        guard let current = renderer?.renderer else { return false }
        return (record.renderer ?? Renderer.unrecorded.number) != current.number
    }

    /// Whether a cache file must be read before it counts as unchanged.
    func mustVerify(_ record: CacheRecord?) -> Bool {
        if verify { return !force }
        guard let timeout, let record, !force else { return false }
        // If the recorded time is in the future, the clock was set back, and the age of the verification is unknown. So
        // verify again. A timeout of 0 requires a verification in each run, even in the same second.
        return record.checked.map { $0 < now - timeout || $0 > now || timeout == 0 } ?? true
    }

    /// Whether an unchanged folder is trusted to have the same files as before.
    var trustsFolderTimes: Bool { !force && !needsWholeRecords }

    /// Whether the times of verifications are recorded. This is useful only if a verification is valid for some time.
    var recordsVerification: Bool { (timeout ?? 0) > 0 }
    /// Whether records must be read completely. After a verification, a record can be written back, so all values of
    /// the record must have been read. A search for outdated images needs the renderers of all images.
    var needsWholeRecords: Bool { verify || timeout != nil || findsOutdated }
}
