internal import AutoTagAudit
internal import AutoTagConfiguration
internal import AutoTagSite

extension ShownPaths {
  /// The paths of a site, and of the project's files that its generator has copied into it.
  /// - Parameters:
  ///   - site: the site's root as it is to be shown.
  init(tracing site: String) {
    let sources = SourceFinder(site: site) { SourceProject.find(madeFrom: site) }
    self = ShownPaths(of: site).tracing(FileOrigins(sources.original))
  }
}
