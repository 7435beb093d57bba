import Containers
import Pictures

/// Draws the frames of a GIF on RGBA, as a browser does. The result contains the state of the canvas after each frame,
/// one below the other.
struct GIFCanvas {
    private let size: Size
    private let blank: SIMD4<UInt8>
    /// The index of the first pixel of the current state.
    private var start = 0
    /// The frame that was drawn most recently.
    private var last: GIFFrame?
    /// The pixels that the area of `last` had before this frame was drawn. They are saved only if the disposal method
    /// of the frame restores them.
    private var saved: [SIMD4<UInt8>] = []

    /// - Parameter blank: the colour of the canvas before the first frame, and of areas that a disposal method clears.
    init(_ size: Size, blank: SIMD4<UInt8>) {
        self.size = size
        self.blank = blank
    }

    /// - Parameters:
    ///   - indices: the palette indices in the order of the file. Some are missing if the file is truncated.
    ///   - palette: 256 colours. Colours with an alpha of 0 leave the canvas unchanged.
    mutating func draw(
        _ frame: GIFFrame,
        _ indices: [UInt8],
        _ palette: [SIMD4<UInt8>],
        on pixels: inout MutableSpan<SIMD4<UInt8>>
    ) {
        begin(on: &pixels)
        let area = area(of: frame)
        if frame.disposal == .restore {
            saved = []
            for y in area.rows { for index in row(y, area) { saved.append(pixels[index]) } }
        }
        last = frame
        guard frame.size.width > 0 else { return }
        for stored in 0..<indices.count / frame.size.width {
            let y = frame.top + frame.row(ofStored: stored)
            guard area.rows.contains(y) else { continue }
            let (source, target) = (stored * frame.size.width, start + y * size.width + area.left)
            for x in 0..<area.width {
                let color = palette[Int(indices[source + x])]
                if color.w != 0 { pixels[target + x] = color }
            }
        }
    }

    /// Creates the state before a frame. Before the first frame, the canvas is blank. Before any other frame, the state
    /// is a copy of the previous state, changed by the disposal method of the previous frame.
    private mutating func begin(on pixels: inout MutableSpan<SIMD4<UInt8>>) {
        guard let last else {
            for index in 0..<size.area { pixels[index] = blank }
            return
        }
        for index in start..<start + size.area { pixels[index + size.area] = pixels[index] }
        start += size.area
        let area = area(of: last)
        switch last.disposal {
        case .keep: break
        case .clear:
            for y in area.rows { for index in row(y, area) { pixels[index] = blank } }
        case .restore:
            for (line, y) in area.rows.enumerated() {
                for (column, index) in row(y, area).enumerated() { pixels[index] = saved[line * area.width + column] }
            }
        }
    }

    /// Returns the part of a frame that is inside the canvas.
    private func area(of frame: GIFFrame) -> (left: Int, width: Int, rows: Range<Int>) {
        let width = max(0, min(frame.size.width, size.width - frame.left))
        let top = min(frame.top, size.height)
        return (frame.left, width, top..<max(top, min(frame.top + frame.size.height, size.height)))
    }

    private func row(_ y: Int, _ area: (left: Int, width: Int, rows: Range<Int>)) -> Range<Int> {
        let first = start + y * size.width + area.left
        return first..<first + area.width
    }
}
