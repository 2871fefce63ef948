internal import AutoTagHTML

/// A link with the place that it is in.
struct PlacedLink {
  let link: Link
  let place: CodePlace
  /// True where an ampersand is written `&amp;` if nothing else tells.
  let isXML: Bool
}
