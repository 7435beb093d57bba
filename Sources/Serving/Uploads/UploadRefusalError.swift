/// An upload is refused with a response.
package struct UploadRefusalError: Error {
    package let response: ServerResponse
}
