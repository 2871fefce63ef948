package import AutoTagTracking

/// The contents of a page besides its links that matter for tracking them.
package struct PageSurvey: Sendable {
  /// An address of a tracking group in something that is no standard link.
  package struct HiddenLink: Sendable, Hashable {
    /// The part of a page that an address is in. `attribute` is the attribute's name in lower case.
    package enum Container: Sendable, Hashable {
      /// The handler of an element, or an anchor's `javascript:` address. `leadsNowhere`: the element is an
      /// anchor that leads nowhere by itself.
      case handler(attribute: String, leadsNowhere: Bool)
      /// `data-*`.
      case data(attribute: String)
      /// `<area href>` of an image map.
      case area
      /// `<form action>`, or the `formaction` of a button.
      case form
      /// `<iframe src>`, `<frame src>`, `<embed src>` and `<object data>`.
      case frame
      /// `<iframe srcdoc>`.
      case frameDocument
      /// `<a>` in SVG.
      case svgLink
      /// Any other attribute that can hold an address: `value`, `content`, `rel` …
      case attribute(String)
      /// An anchor's or area's `href` that does not lead to the group as it is written.
      case faulty(AddressFault.Kind)
      case script
      /// Anything else on a page that is no HTML by its name.
      case text
      /// `url(…)` in `<style>` or `style`.
      case style
      case comment
      case noscript
      /// Any part of a feed whose links get codes that is none of its links.
      case feed
    }

    /// The address as it is written.
    package let range: Range<Int>
    package let container: Container
    package let group: TrackingGroup
  }

  /// An address at a host that is as Rakuten's click hosts are and is no group's.
  package struct OtherHost: Sendable, Hashable {
    package let range: Range<Int>
    package let host: String
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
  package var otherHosts: [OtherHost] = []
  package var anyTrackTags: [AnyTrackTag] = []

  /// The script or `noscript` that loads Google Tag Manager, which may load AnyTrack's tag.
  package var tagManager: Range<Int>?

  /// The `<head>` start tag; `nil` where the page does not write it.
  package var head: Range<Int>?

  package init() {}
}
