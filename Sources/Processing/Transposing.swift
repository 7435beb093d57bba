import ImageSpecs
import Pictures
import Vips

extension Picture {
    /// `Transpose`: `auto` turns upright what is still as it was stored.
    func transposed(_ transposition: Transposition) throws -> Picture {
        switch transposition {
        case .auto:
            return Picture(try image.turned(Orientation.turns(orientation)), mode: mode)
        case .steps(let turns):
            return Picture(try image.turned(turns), mode: mode)
        }
    }
}
