/// The target modes of `Convert`, with Pillow's names.
package enum ConversionMode: String, CaseIterable, Sendable {
    case bilevel = "1"
    case grey = "L"
    case greyAlpha = "LA"
    case palette = "P"
    case rgb = "RGB"
    case rgba = "RGBA"
    case cmyk = "CMYK"
}
