internal import AutoTagHTML
internal import AutoTagRedirects
internal import AutoTagTracking

// Links that were meant for a group and lead nowhere.

extension LinkTagger {
  /// Returns what redirects have to do with a link that its author gave to a group.
  func markedLookup(_ link: Link, in page: Span<UInt8>) -> RedirectLookup? {
    guard rules.redirects == nil else { return lookup(link, in: page) }
    guard let scan = rules.markedRedirects?.scan, link.href.utf8.contains(where: { $0 > 0x20 }) else {
      return nil
    }
    return scan.lookup(link.href, relativeTo: Self.base(of: file, baseHref, scan))
  }

  /// Tells of a link that names a group's host in an address that leads nowhere.
  mutating func reportIfMalformed(_ link: Link, in page: Span<UInt8>) {
    guard let found = addresses.fault(of: link.href.utf8Span.span), found.kind != .wrapped else { return }
    report(found.fault, link, in: page)
  }
}
