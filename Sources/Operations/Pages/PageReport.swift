/// Receives the events of a command that writes pages.
package protocol PageReport: Sendable {
    /// Called for each page that is written. In a run that writes nothing, called for each page that would be written.
    func changed(_ path: String)
    /// Called with the diff of a page, or with a result that goes to standard output.
    func content(_ bytes: [UInt8])
    /// Called for a page or an image that failed.
    func problem(_ message: String)
}
