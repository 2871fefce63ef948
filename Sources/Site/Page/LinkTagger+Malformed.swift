internal import AutoTagHTML
internal import AutoTagTracking

// Links that name a group's host in what is no address.

extension LinkTagger {
  /// Tells of a link that names a group's host in an address that leads nowhere.
  mutating func reportIfMalformed(_ link: Link, in page: Span<UInt8>) {
    guard let found = addresses.fault(of: link.href.utf8Span.span), found.kind != .wrapped else { return }
    report(found.fault, link, in: page)
  }
}
