internal import AutoTagBytes
package import AutoTagSite
package import AutoTagTracking

/// A page as the rules see it.
package struct PageUnderAudit: Sendable {
  /// The file, relative to the site's root with `/`.
  package let file: String

  /// In UTF-8 or another ASCII-compatible encoding.
  package let bytes: [UInt8]

  /// What `rewrite` does with the page's links.
  package let records: [LinkRecord]

  /// The same links, their addresses in parts.
  package let links: [WrittenLink]

  package let groups: [TrackingGroup]

  /// What is on the page besides links.
  package let survey: PageSurvey

  /// The page's precompressed siblings, each with what a look at it shows; of pages with links only.
  package let siblings: [Sibling]

  package init(
    file: String, bytes: [UInt8], records: [LinkRecord], groups: [TrackingGroup],
    survey: PageSurvey = .init(),
    siblings: [Sibling] = []
  ) {
    self.file = file
    self.bytes = bytes
    self.records = records
    self.groups = groups
    links = records.enumerated().map { WrittenLink($1, at: $0, in: bytes) }
    self.survey = survey
    self.siblings = siblings
  }

  /// A precompressed sibling.
  package struct Sibling: Sendable, Hashable {
    package let name: String
    package let state: CompressedSibling.State

    package init(name: String, state: CompressedSibling.State) {
      self.name = name
      self.state = state
    }
  }

  /// Whether any of the page's links has the click-id token, or gets it from `rewrite`.
  package var hasTokens: Bool { records.contains { $0.decision.hasToken } }

  /// AnyTrack's tag is on the page, or Google Tag Manager, which may load it.
  package var hasTagOrManager: Bool { !survey.anyTrackTags.isEmpty || survey.tagManager != nil }

  /// Whether `rewrite` changes the page.
  package var isRewritten: Bool { records.contains { $0.decision.isEdit } }
}
