public import TrackingLinks

/// What is to happen to a page's links, the same for every page of a site.
public struct PageRules: Sendable {
  public var groups: [TrackingGroup]
  public var existingSubid: ExistingSubidPolicy
  /// The address of the site's root as visitors see it, for relative links; `nil` when it is not known.
  public var baseURL: String?
  /// The redirects to look behind; `nil` for none. `SiteRewriter` finds those of its site.
  public var redirects: RedirectScan?

  public init(
    groups: [TrackingGroup] = [.rakuten], existingSubid: ExistingSubidPolicy = .keep, baseURL: String? = nil,
    redirects: RedirectScan? = nil
  ) {
    self.groups = groups
    self.existingSubid = existingSubid
    self.baseURL = baseURL
    self.redirects = redirects
  }
}
