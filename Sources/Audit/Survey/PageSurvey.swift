package import AutoTagTracking

/// What a page holds besides its links that matters for tracking them.
package struct PageSurvey: Sendable {
  /// An address of a tracking group in something that is no standard link.
  package struct HiddenLink: Sendable, Hashable {
    /// What it is in. `attribute` is the attribute's name as it is written.
    package enum Place: Sendable, Hashable {
      /// The handler of an element, or an anchor's `javascript:` address. `leadsNowhere`: the element is an
      /// anchor that leads nowhere by itself.
      case handler(attribute: String, leadsNowhere: Bool)
      /// `data-*`.
      case data(attribute: String)
      case area
      /// `<form action>`, or the `formaction` of a button.
      case form
      /// `<iframe src>` and its kin.
      case frame
      case svgLink
      case script
      case comment
      case noscript
    }

    /// The address as it is written.
    package let range: Range<Int>
    package let place: Place
    package let group: TrackingGroup
  }

  /// AnyTrack's tag: the address of its script, in a script or as a script's `src`.
  package struct AnyTrackTag: Sendable, Hashable {
    package let range: Range<Int>
    /// The property's id: the script's name.
    package let property: String
    package let isInHead: Bool
  }

  /// In the order of the page.
  package var hiddenLinks: [HiddenLink] = []
  package var anyTrackTags: [AnyTrackTag] = []

  /// Where Google Tag Manager is loaded, which may load AnyTrack's tag.
  package var tagManager: Range<Int>?

  /// The `<head>` start tag; `nil` where the page does not write it.
  package var head: Range<Int>?

  package init() {}
}
