import CacheState
import Files
import Registry

/// How much a plan believes of what is remembered.
package struct PlanningEffort: Sendable {
    /// Nothing: every image is wanted.
    var force = false
    /// Only what the files' bytes prove.
    var verify = false
    /// What was seen longer ago, in seconds, has to be proved anew; nil believes it for ever.
    var timeout: Int?
    /// Those of the settings: what failed for others is tried again.
    var limits = LimitsIdentity()
    /// Seconds since 1970.
    let now: Int

    init(force: Bool = false, verify: Bool = false, timeout: Int? = nil, now: Int = currentSeconds()) {
        self.force = force
        self.verify = verify
        self.timeout = timeout
        self.now = now
    }

    package init(_ settings: Settings, force: Bool = false, verify: Bool = false) {
        self.init(force: force, verify: verify, timeout: settings.cacheTimeout)
        limits = settings.limitsIdentity
    }

    /// Whether a cache file must be read before it passes for what it was made to be.
    func proves(_ record: CacheRecord?) -> Bool {
        if verify { return !force }
        guard let timeout, let record, !force else { return false }
        // A proof of tomorrow is of a clock that has been put right since.
        return record.checked.map { $0 + timeout < now || $0 > now || timeout == 0 } ?? true
    }

    /// Whether a folder that is as it was is believed to hold what it held.
    var believesFolders: Bool { !force && !rewritesRecords }

    /// Whether a proof counts for some time.
    var notesProofs: Bool { (timeout ?? 0) > 0 }
    /// Whether records may have to be written again, for which they must be read whole.
    var rewritesRecords: Bool { verify || timeout != nil }
}
