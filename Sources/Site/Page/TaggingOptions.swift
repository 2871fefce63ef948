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
  /// The redirects to look behind; `nil` for none. `SiteRewriter` finds those of its site.
  package var redirects: RedirectScan?

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
