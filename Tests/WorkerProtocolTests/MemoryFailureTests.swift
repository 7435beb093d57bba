import Testing
import WorkerProtocol

/// A failure gets the code `out-of-memory` only if its message reports a lack of memory.
@Suite struct MemoryFailureTests {
    /// Messages of the libraries, and the code of the failure.
    @Test(arguments: [
        ("vips_malloc: out of memory -- size == 2048MB", Outcome.Code.outOfMemory),
        ("VipsJpeg: Insufficient memory (case 4)", .outOfMemory),
        ("heif: Memory allocation error: Unspecified (6.0)", .outOfMemory), ("std::bad_alloc", .outOfMemory),
        // These are messages of libheif 1.15 and 1.19.
        (
            "heif: Memory allocation error: Security limit exceeded: Image size 60000x60000 exceeds the maximum image size "
                + "16384x16384; (6.1000)", .tooLarge
        ),
        (
            "heif: Security limit exceeded: Allocating 3.6 GB exceeds the security limit of 512 MB", .tooLarge
        ),
        (
            "TIFFReadDirectory: Failed to allocate memory for to read TIFF directory (65535 elements of 12 bytes each)",
            .corruptSource
        ),
        ("TIFFFetchDirectory: Out of memory reading TIFF directory", .corruptSource),
        ("pngload: end of stream", .corruptSource),
    ])
    func theMessageDeterminesTheCode(_ message: String, _ code: Outcome.Code) {
        let failure = Outcome.Failure(code: .corruptSource, message: message).withCodeOfMessage(1024)
        #expect(failure.code == code)
        #expect(failure.message.hasSuffix(message))
        #expect(failure.message.contains("max_memory, 1024 bytes") == (code == .outOfMemory))
    }

    @Test func otherCodesAreNotChanged() {
        let failure = Outcome.Failure(code: .processorFailed, message: "the security limit of a program")
        #expect(failure.withCodeOfMessage(1) == failure)
    }
}
