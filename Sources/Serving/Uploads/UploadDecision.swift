/// The decision about an upload before its body is received.
package enum UploadDecision: Sendable {
    case refused(ServerResponse)
    case accepted(ReceivedUpload)
}
