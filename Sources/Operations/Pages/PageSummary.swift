/// The number of pages that changed, and the number of failed pages and images.
package struct PageSummary: Sendable {
    package var changed = 0
    package var failed = 0
}
