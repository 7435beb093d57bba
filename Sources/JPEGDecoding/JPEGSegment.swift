/// A segment of a JPEG, without its marker and its length.
package struct JPEGSegment {
    /// The second byte of the marker.
    package let marker: UInt8
    /// The range of the segment's content in the file.
    package let data: Range<Int>
}
