import CPUFeatures
import JPEGTransforms
import JPEGTransformsAVX2
import Testing

@testable import JPEGDecoding

struct TransformLoopsTests {
    /// The bytes of an image must not depend on the processor.
    @Test(
        .enabled(if: CPU.hasAVX2, "this processor has no AVX2"),
        arguments: Fixtures.names,
        JPEGScale.allCases
    )
    func giveTheSameBytesWithAVX2(_ name: String, _ scale: JPEGScale) throws {
        let picture = try JPEGPicture(Fixtures.bytes(name))
        let blocks = try picture.coefficients(picture.frame.components.map { _ in scale }, byteLimit: .max)
        for (index, blocks) in blocks.enumerated() {
            func samples(_ loops: any TransformLoops.Type) throws -> [UInt8] {
                let component = picture.frame.components[index]
                let plane = try JPEGPlane(component, of: picture.frame, scale, units: picture.frame.unitRows)
                let transform = BlockTransform(scale, steps: picture.steps[index], loops: loops)
                for row in 0..<blocks.rows { transform.transform(blocks, row, to: plane, row) }
                let count = plane.stride * blocks.rows * scale.samplesPerBlock
                return Array(UnsafeBufferPointer(start: plane.samples, count: count))
            }
            #expect(try samples(AVX2TransformLoops.self) == samples(PortableTransformLoops.self))
        }
    }
}
