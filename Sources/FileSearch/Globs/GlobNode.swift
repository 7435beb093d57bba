/// A part of a glob pattern. A part that `GlobCompiler` can report as a mistake also has its offset in the pattern.
indirect enum GlobNode: Equatable {
    case scalar(Unicode.Scalar, offset: Int)
    case anyScalar
    case withinSegment
    case doubleStar(offset: Int)
    case brackets(GlobBrackets)
    case alternatives([[GlobNode]])
}
