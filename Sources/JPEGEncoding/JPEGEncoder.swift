/// Encodes grey or YCbCr samples as a sequential JPEG with Huffman codes that are computed for the picture.
///
/// libvips encodes a picture in colour from RGB. This encoder receives components that were decoded from a JPEG, at the
/// resolution at which the encoder writes them. So the encoder converts no colours and does not resize the colour
/// differences.
package struct JPEGEncoder {
    private let luma: QuantizationTable
    private let chroma: QuantizationTable

    /// - Parameter quality: from 1 to 100, with the meaning that it has in libjpeg.
    package init(quality: Int) {
        luma = QuantizationTable(.luma, quality: quality)
        chroma = QuantizationTable(.chroma, quality: quality)
    }

    /// - Parameters:
    ///   - components: luma, or luma and two colour differences.
    ///   - isSubsampled: whether the colour differences have half the size of luma, rounded up.
    package func encode(_ components: [JPEGComponent], isSubsampled: Bool) -> [UInt8] {
        precondition(components.count == 1 || components.count == 3)
        let (width, height) = (components[0].width, components[0].height)
        precondition(width <= 65_535 && height <= 65_535)
        let factor = isSubsampled && components.count == 3 ? 2 : 1
        for component in components.dropFirst() {
            precondition(component.width == (width + factor - 1) / factor)
            precondition(component.height == (height + factor - 1) / factor)
        }

        var tokens = TokenList()
        PictureTokens.append(components, factor, [luma, chroma, chroma], to: &tokens)
        let frequencies = tokens.frequencies
        let codes = TokenList.tables(ofComponents: components.count).map { table in
            (table: table, code: OptimalHuffmanCode(frequencies: Array(frequencies[table.start..<table.start + 256])))
        }

        var header = JPEGHeader()
        header.add(components.count == 1 ? [luma] : [luma, chroma])
        header.addFrame(width: width, height: height, components.count, factor)
        for (table, code) in codes { header.add(code, table) }
        header.addScan(components.count)
        return CodeWriter(codes).write(tokens, after: header.bytes)
    }
}
