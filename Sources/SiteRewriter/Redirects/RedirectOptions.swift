public import AutoScan
internal import LiveRedirects

/// What is done with a link of the site that a redirect leads to an affiliate network.
public enum RedirectMode: String, Sendable, CaseIterable {
  /// Tag the link itself where the redirect forwards the query string; where it is known to drop it, leave the
  /// link and report it.
  case tag
  /// Put the affiliate link in its place, tagged.
  case inline
  /// Tag where the query string is forwarded, put the affiliate link in where it is dropped.
  case auto
  /// Do not look behind redirects.
  case off
}

/// Where a site's redirects are written, and what is done with the links behind them.
public struct RedirectOptions: Sendable {
  /// A redirect file that is not found by itself.
  public struct Source: Sendable, Hashable {
    /// Absolute, or relative to the site's root.
    public var path: String
    public var format: RedirectFormat
    /// What stands in front of each of the file's addresses, such as `/shop/`; `/` for the site's root. For
    /// lists of a plugin the folder of its links, such as `/go/`.
    public var prefix: String

    public init(path: String, format: RedirectFormat, prefix: String = "/") {
      self.path = path
      self.format = format
      self.prefix = prefix
    }
  }

  public var mode: RedirectMode
  public var sources: [Source]
  /// Whether a tagged redirect link that lacks it also gets `data-tracking-group`, so that AnyTrack's tag
  /// counts its clicks.
  public var annotates: Bool
  /// Servers that know more than the site's files; `nil` for none.
  public var live: LiveRedirectOptions?

  public init(
    mode: RedirectMode = .tag, sources: [Source] = [], annotates: Bool = false,
    live: LiveRedirectOptions? = nil
  ) {
    self.live = live
    self.mode = mode
    self.sources = sources
    self.annotates = annotates
  }
}
