import ResamplingKernels
import Vips

@testable import Pictures

extension Reduction {
    /// Reduces the samples of a picture, in strips of a few rows, as libvips delivers them.
    static func reducing(
        _ samples: [Sample],
        from size: Size,
        to target: Size,
        bands: Int,
        stripHeight: Int = 32,
        kernels: any ReductionKernels<Sample>.Type = Sample.kernels
    ) -> [Sample] {
        let reduction = Reduction(from: size, to: target, bands: bands, kernels: kernels)
        var result = [Sample](repeating: 0, count: target.area * bands)
        let stride = size.width * bands * MemoryLayout<Sample>.stride
        samples.withUnsafeBytes { samples in
            result.withUnsafeMutableBytes { result in
                guard let start = samples.baseAddress, let rows = result.baseAddress else { return }
                for top in Swift.stride(from: 0, to: size.height, by: stripHeight) {
                    let count = min(stripHeight, size.height - top)
                    reduction.add(Strip(start: start + top * stride, stride: stride, count: count), to: rows)
                }
            }
        }
        return result
    }
}
