import CVips
import Testing

@testable import Vips

/// Each test checks that a GObject is released. GLib clears a weak pointer when its object is freed.
@Suite(.serialized) struct ReferenceTests {
    init() { libvips }

    private final class Watch {
        private let slot = UnsafeMutablePointer<gpointer?>.allocate(capacity: 1)

        init(_ object: UnsafeMutableRawPointer) {
            slot.initialize(to: object)
            g_object_add_weak_pointer(object.assumingMemoryBound(to: GObject.self), slot)
        }

        deinit {
            // Remove the weak pointer, because GLib would later clear it in memory that belongs to another object.
            if let object = slot.pointee {
                g_object_remove_weak_pointer(object.assumingMemoryBound(to: GObject.self), slot)
            }
            slot.deallocate()
        }

        var isAlive: Bool { slot.pointee != nil }
    }

    private func watched(_ make: () throws -> Image) throws -> Watch {
        let image = try make()
        let watch = Watch(image.pointer)
        #expect(watch.isAlive)
        return watch
    }

    private func source() throws -> Image {
        try Image(Pixels(width: 8, height: 8, bands: 3, samples: [UInt8](repeating: 7, count: 192)))
    }

    @Test func imagesAreFreedWithTheirOwner() throws {
        #expect(!(try watched { try source() }.isAlive))
    }

    @Test func inputsAndOutputsAreFreedAfterACall() throws {
        var input: Watch?
        let output = try watched {
            let image = try source()
            input = Watch(image.pointer)
            return try image.apply("resize", ["scale": 0.5])
        }
        #expect(!output.isAlive)
        #expect(input?.isAlive == false)
    }

    @Test func inputsAreFreedAfterAFailedCall() throws {
        var input: Watch?
        #expect(throws: VipsError.self) {
            let image = try source()
            input = Watch(image.pointer)
            // The operation fails after it was created, because the crop is outside the image.
            _ = try image.apply("crop", input: "input", ["left": 5, "top": 5, "width": 9, "height": 9])
        }
        #expect(input?.isAlive == false)
    }

    @Test func inputsAreFreedAfterARejectedOption() throws {
        var input: Watch?
        #expect(throws: VipsError.self) {
            let image = try source()
            input = Watch(image.pointer)
            _ = try image.apply("resize", ["scale": 0.5, "no-such-option": 1])
        }
        #expect(input?.isAlive == false)
    }

    @Test func arraysOfImagesAreFreed() throws {
        var input: Watch?
        let output = try watched {
            let image = try source()
            input = Watch(image.pointer)
            return try Operation.call("bandjoin", ["in": .images([image, image])]).inMemory()
        }
        #expect(!output.isAlive)
        #expect(input?.isAlive == false)
    }
}
