package import AutoTagRedirects
package import AutoTagTracking

/// The treatment of a page's links, the same for every page of a site.
package struct TaggingOptions: Sendable {
  /// The change that is made to affiliate links.
  package enum Task: Sendable {
    /// Links get the click-id token.
    case tag
    /// Links lose it, and the attribute that was written for the redirects' links.
    case untag
  }

  package var groups: [TrackingGroup]
  package var task = Task.tag
  package var existingSubid: ExistingSubidPolicy
  /// The address of the site's root as visitors see it, for relative links; `nil` when it is not known.
  package var baseURL: String?
  /// The codes of links, for groups that use them; `nil` for those that page and destination make.
  package var codes: LinkCodes?
  /// The redirects to look behind; `nil` for none. `SiteRewriter` finds those of its site.
  package var redirects: RedirectScan?
  /// The redirects for links that their authors marked, where `redirects` is `nil` as none leads to a group.
  package var markedRedirects: MarkedLinkRedirects?

  /// True if files may be pages that are no HTML by their names.
  var hasOtherPages = false

  /// Returns true for a page that may be something else than HTML: what is no link there is told of.
  /// - Parameter file: its path.
  package func isOther(_ file: String) -> Bool {
    hasOtherPages && ![".html", ".htm", ".xhtml", ".shtml"].contains { file.lowercased().hasSuffix($0) }
  }

  /// Returns true for a value of the subid parameter that autotag put there where codes are used: a code that was given
  /// out, or AnyTrack's token, which nothing replaces then.
  func isOwnSubid(_ value: String) -> Bool {
    value == TrackingGroup.anyTrackToken || codes?.place(of: value) != nil
  }

  package init(
    groups: [TrackingGroup] = TrackingGroup.builtIn, existingSubid: ExistingSubidPolicy = .keep,
    baseURL: String? = nil, redirects: RedirectScan? = nil
  ) {
    self.groups = groups
    self.existingSubid = existingSubid
    self.baseURL = baseURL
    self.redirects = redirects
  }
}
