import Testing

@testable import Registry

/// What `imagekit processors NAME` shows may be copied into a registry.
@Suite struct ProcessorReferenceTests {
    @Test func theExampleOfAnOperationHasWhatItNeeds() throws {
        let reference = try #require(ProcessorReference(named: "vips"))
        #expect(reference.example == #"{ "vips": { "operation": "gaussblur", "arguments": { "sigma": 2 } } }"#)
    }
}
