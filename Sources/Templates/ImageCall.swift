import Markup

/// An image that a tag of a template requests.
package struct ImageCall: Hashable, Sendable {
    /// The name of the tag.
    package enum Tag: String, Sendable { case generateimage, thumbnail, picture }

    package let tag: Tag
    /// The id of the generator; nil for the default generator of `{% thumbnail %}`.
    package var generator: String?
    /// The name of the source; nil for a generator with a canvas.
    package var source: String?
    package var width: Int?
    package var height: Int?
    /// The other arguments of the generator, each as `key=value`.
    package var arguments: [String] = []
    /// The pixel densities of a thumbnail, as the tag gives them; nil for the densities in the registry's settings.
    package var srcset: String?
    /// The HTML attributes for the markup of the image.
    package var attributes: [HTMLAttribute] = []
    /// Whether the tag assigns the image to a variable and prints no markup.
    package var isAssigned = false
}
