/// An upload is refused. The client receives the response.
package struct UploadRefusalError: Error {
    package let response: ServerResponse
}
