package import AutoTagRedirects

/// The files of a site's redirects, and the treatment of the links behind them.
package struct RedirectOptions: Sendable {
  /// A redirect file that is not found by itself.
  package struct Source: Sendable, Hashable {
    /// Absolute, or relative to the site's root.
    package var path: String
    /// `nil` where the file's contents are to tell.
    package var format: RedirectFormat?
    /// The path in front of each of the file's addresses, such as `/shop/`; `/` for the site's root. For
    /// lists of a plugin the folder of its links, such as `/go/`.
    package var prefix: String

    package init(path: String, format: RedirectFormat?, prefix: String = "/") {
      self.path = path
      self.format = format
      self.prefix = prefix
    }
  }

  package var mode: RedirectMode
  package var sources: [Source]
  /// A tagged redirect link that lacks it also gets `data-tracking-group`, so that AnyTrack's tag counts its clicks.
  package var annotates: Bool
  /// Servers that know more than the site's files; `nil` for none.
  package var live: LiveRedirectOptions?

  package init(
    mode: RedirectMode = .tag, sources: [Source] = [], annotates: Bool = false,
    live: LiveRedirectOptions? = nil
  ) {
    self.live = live
    self.mode = mode
    self.sources = sources
    self.annotates = annotates
  }
}
