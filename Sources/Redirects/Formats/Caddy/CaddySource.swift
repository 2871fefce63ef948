internal import AutoTagBytes

/// Caddyfiles (caddyserver.com/docs/caddyfile), whole or the content of a site's block.
package struct CaddySource: RedirectSource {
  package init() {}

  package func read(_ file: [UInt8], named name: String, prefix: String) -> LoadedSource {
    read(file, named: name, prefix: prefix, including: .none)
  }

  package func read(
    _ file: [UInt8], named name: String, prefix: String, including files: IncludedFiles
  ) -> LoadedSource {
    let content = CaddyFile(file, file: name, files: files)
    var options = CaddyOptions()
    var builder = CaddyBuilder(diagnostics: content.diagnostics)
    var sites: [CaddySite] = []
    for block in content.blocks {
      switch block.kind {
      case .options: builder.take(options: block.directives, into: &options)
      case .site, .part: if let site = builder.site(block, options) { sites.append(site) }
      }
    }
    return LoadedSource(
      .caddy, file: name, rules: builder.rules, diagnostics: builder.diagnostics,
      origins: sites.compactMap(\.origin), unread: content.unread,
      program: sites.isEmpty
        ? .none : .server(CaddyServer(sites: sites, options: options, versions: builder.versions)))
  }
}
