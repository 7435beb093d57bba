import Files

/// The numbers of sources and images that failed in a run.
package struct FailureSummary: Sendable, Equatable {
    /// Failures that an earlier run has already reported.
    package struct Repeated: Sendable, Equatable {
        package fileprivate(set) var images = 0
        /// When these failures were first reported, in seconds since 1970: the earliest (`first`) and the latest
        /// (`last`) of these times.
        package fileprivate(set) var first = Int.max
        package fileprivate(set) var last = Int.min
        fileprivate var names: Set<ByteName> = []

        package var sources: Int { names.count }
    }

    package private(set) var repeated = Repeated()
    /// The number of failed images whose failure no earlier run has reported.
    package private(set) var newImages = 0
    private var names: Set<ByteName> = []

    package init() {}

    /// The number of sources with at least one failed image.
    package var sources: Int { names.count }

    /// Counts a failed image.
    /// - Parameters:
    ///   - source: nil for a canvas.
    ///   - since: when an earlier run reported the failure; nil if the failure is new.
    package mutating func add(_ source: String?, since: Int?) {
        let name = source.map(ByteName.init)
        if let name { names.insert(name) }
        guard let since else {
            newImages += 1
            return
        }
        repeated.images += 1
        (repeated.first, repeated.last) = (min(repeated.first, since), max(repeated.last, since))
        if let name { repeated.names.insert(name) }
    }
}
