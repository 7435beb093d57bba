/// How light that is brighter than paper white comes into sRGB: by Reinhard's extended curve, which Chromium uses for screens
/// without high dynamic range too. Each primary goes through it by itself, so that greys stay greys and a profile can hold it.
enum ToneMapping {
    /// Diffuse white in HDR pictures (ITU-R BT.2408), in cd/m².
    private static let white = 203.0
    /// What becomes the white of sRGB; brighter light is cut off.
    private static let peak = 1000.0

    /// Light from 0 to 1.
    static func light(nits: Double) -> Double {
        let (light, peak) = (nits / white, peak / white)
        return min(light * (1 + light / (peak * peak)) / (1 + light), 1)
    }
}
