/// Maps the light of an HDR picture to the range of sRGB. The mapping uses Reinhard's extended curve, as Chromium does
/// for screens without high dynamic range. The curve compresses bright light most, but it also darkens diffuse white
/// and the light below it. The curve applies to each primary separately, so greys stay grey, and a profile can contain
/// the curve.
enum ToneMapping {
    /// Diffuse white in HDR pictures (ITU-R BT.2408), in cd/m².
    private static let white = 203.0
    /// The light, in cd/m², that becomes the white of sRGB. Brighter light is clipped.
    private static let peak = 1000.0

    /// Converts light in cd/m² to light from 0 to 1.
    static func light(nits: Double) -> Double {
        let (light, peak) = (nits / white, peak / white)
        return min(light * (1 + light / (peak * peak)) / (1 + light), 1)
    }
}
