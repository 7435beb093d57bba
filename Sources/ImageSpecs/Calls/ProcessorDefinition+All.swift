extension ProcessorDefinition {
    /// Every processor, in the order of the documentation.
    package static let all: [ProcessorDefinition] = [
        Resize.definition, ResizeToCover.definition, ResizeToFill.definition, SmartResize.definition,
        ResizeToFit.definition, Thumbnail.definition,
        Crop.definition, SmartCrop.definition, TrimBorderColor.definition, Trim.definition,
        ResizeCanvas.definition, AddBorder.definition, MakeOpaque.definition, Rounded.definition,
        Transpose.definition,
        Adjust.definition, ColorOverlay.definition, GaussianBlur.definition, Sharpen.definition, Tint.definition,
        Convert.definition, SetOpacity.definition, Reflection.definition, ImageOverlay.definition, Text.definition,
        VipsOperation.definition, Exec.definition,
    ]
}
