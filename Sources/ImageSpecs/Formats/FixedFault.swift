/// A fault of earlier versions in the images of some sources. `generateimages --outdated` makes these images again.
package struct FixedFault: Sendable {
    /// The first version of imagekit without the fault.
    package let fixedIn: String
    /// The formats of the affected sources.
    package let formats: [ImageFormat]
    /// The property of the affected sources. Nil stands for all sources in these formats.
    package let trait: SourceTrait?
    /// The formats of the affected images. Nil stands for all formats.
    package let outputs: [ImageFormat]?
    /// A description of the fault.
    package let summary: String

    init(
        fixedIn: String,
        _ formats: [ImageFormat],
        trait: SourceTrait? = nil,
        outputs: [ImageFormat]? = nil,
        summary: String
    ) {
        self.fixedIn = fixedIn
        self.formats = formats
        self.trait = trait
        self.outputs = outputs
        self.summary = summary
    }

    /// Returns the faults that a version of imagekit had.
    package static func faults(of version: String) -> [FixedFault] {
        all.filter { version.precedesVersion($0.fixedIn) }
    }

    /// Returns whether the fault affects an image.
    /// - Parameters:
    ///   - output: the format of the image; nil if it is unknown. An image in an unknown format counts as affected.
    ///   - format: the format of the source.
    ///   - traits: the properties of the source.
    package func concerns(_ output: ImageFormat?, of format: ImageFormat, _ traits: Set<SourceTrait>) -> Bool {
        guard formats.contains(format), trait.map(traits.contains) ?? true else { return false }
        guard let outputs, let output else { return true }
        return outputs.contains(output)
    }
}

extension FixedFault {
    /// All faults. If a change fixes a fault in images that users already have, add the fault here with the version of
    /// the next release.
    package static let all = [
        FixedFault(
            fixedIn: "0.2.0",
            [.heic, .avif],
            summary:
                "An embedded profile was applied only sometimes, at random. Colours that the box `nclx` describes "
                + "were not converted."
        ),
        FixedFault(
            fixedIn: "0.2.0",
            [.jpeg, .tiff],
            trait: .inks,
            summary:
                "Black in CMYK pictures was too light. With a profile, the wrong rendering intent was used. "
                + "Without a profile, a wrong formula was used."
        ),
        FixedFault(
            fixedIn: "0.2.0",
            [.jpeg, .png, .webp, .tiff],
            trait: .profile,
            summary:
                "A profile counted as sRGB because of its name, so linear colours became too dark. The curves of "
                + "grey profiles were ignored."
        ),
        FixedFault(
            fixedIn: "0.2.0",
            [.png, .tiff],
            trait: .sixteenBits,
            summary:
                "Samples of 16 bits were reduced to 8 bits before their colours were converted, so dark colours had too "
                + "few levels."
        ),
        FixedFault(
            fixedIn: "0.2.0",
            [.png],
            trait: .describedColors,
            summary: "The chunks `cICP`, `gAMA`, and `cHRM` were ignored."
        ),
        FixedFault(
            fixedIn: "0.2.0",
            [.jpeg, .webp],
            trait: .unevenSides,
            summary: "If a source was reduced during decoding, its image was stretched by up to half a pixel."
        ),
        FixedFault(
            fixedIn: "0.2.0",
            [.tiff],
            trait: .unusualSamples,
            summary: "Extra samples counted as transparency. YCbCr and float values were shown without a conversion."
        ),
        FixedFault(
            fixedIn: "0.2.0",
            [.bmp],
            summary: "Masks of bit fields, transparency, and unusual offsets of pixels were interpreted wrongly."
        ),
        FixedFault(
            fixedIn: "0.2.0",
            [.gif],
            summary:
                "The canvas outside all frames was not transparent. A truncated animation counted as a complete, "
                + "shorter animation."
        ),
        FixedFault(
            fixedIn: "0.2.0",
            [.png],
            trait: .frames,
            summary: "With the attribute `animated`, the image of an animated PNG did not keep all frames."
        ),
        FixedFault(
            fixedIn: "0.2.0",
            [.png, .gif, .webp, .tiff, .avif, .heic],
            trait: .transparency,
            outputs: [.avif],
            summary: "The AVIF images lost their transparency."
        ),
    ]
}
