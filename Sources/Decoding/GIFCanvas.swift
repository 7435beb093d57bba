import Containers
import Pictures

/// What a browser shows of a GIF: frame after frame is drawn on RGBA. Each state of the canvas has a place of its own in the
/// pixels that are drawn on, below the one before.
struct GIFCanvas {
    private let size: Size
    private let blank: SIMD4<UInt8>
    /// Where the state begins that the next frame is drawn on.
    private var start = 0
    private var last: GIFFrame?
    /// What the last frame's area was before the frame, if it becomes that again.
    private var saved: [SIMD4<UInt8>] = []

    /// - Parameter blank: what is everywhere before the first frame.
    init(_ size: Size, blank: SIMD4<UInt8>) {
        self.size = size
        self.blank = blank
    }

    /// - Parameters:
    ///   - indices: into the palette, in the order of the file; fewer than the frame has if the file is cut.
    ///   - palette: 256 colours; those without alpha leave the canvas as it is.
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

    /// The state before a frame: the one before, with the area of its frame as the file asks.
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

    /// The part of a frame that is on the canvas.
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
