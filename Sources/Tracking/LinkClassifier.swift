internal import AutoTagBytes
package import AutoTagHTML
package import AutoTagWebURL

/// The owner of a link.
package enum LinkClassification: Sendable, Hashable {
  /// No tracking group's.
  case unrelated
  /// The group's, and it can be edited.
  case affiliate(TrackingGroup, by: LinkEvidence)
  /// Nobody's, because its `data-tracking-group` names something else although it leads to a host of the
  /// group: `named` is that name, trimmed.
  case contradiction(TrackingGroup, named: String)
  /// Marked by its author as the group's, and of a kind that is never edited.
  case uneditable(TrackingGroup, by: LinkEvidence, UneditableReason)
}

/// The evidence that a link is a tracking group's.
package enum LinkEvidence: String, Sendable, Hashable {
  /// `data-tracking-group` names the group.
  case attribute
  /// `rel` holds the group's name.
  case rel
  /// The URL leads to one of the group's hosts.
  case host
}

/// Finds out whose link a link is. Its author's word comes before the URL: first `data-tracking-group`, then
/// `rel`, then the host that a browser would ask.
package struct LinkClassifier: Sendable {
  /// The groups in the order in which they are asked: of two with the same name or host the first has it.
  package let groups: [TrackingGroup]

  /// The groups' names in lower case, in the order of `groups`.
  let names: [[UInt8]]

  /// All groups' hosts, and others that `mayMatter` lets through.
  let hosts: [[UInt8]]

  /// The bytes with which the hosts begin.
  let hostStarts: UInt32

  /// `true` where `mayMatter` lets every host through that may be an IP address, which can be written in many ways.
  let letsAddressesThrough: Bool

  package init(groups: [TrackingGroup]) {
    self.init(groups: groups, lettingThrough: [])
  }

  /// - Parameter others: hosts that are no group's and that `mayMatter` says yes to all the same.
  package init(groups: [TrackingGroup], lettingThrough others: [String]) {
    self.groups = groups
    names = groups.map { $0.name.utf8.map(ASCII.lowercased) }
    hosts = groups.flatMap { $0.hosts.map { Array($0.utf8) } } + others.map { Array($0.utf8) }
    hostStarts = Self.starts(of: hosts)
    letsAddressesThrough = others.contains { Self.mayBeAddress($0.utf8.first) }
  }

  /// Returns true if a host that begins so may be an IP address (URL standard, sections 3.3 and 3.5).
  static func mayBeAddress(_ first: UInt8?) -> Bool {
    first.map { ASCII.isDigit($0) || $0 == UInt8(ascii: "[") } ?? false
  }

  /// Classifies a link.
  ///
  /// A `data-tracking-group` that is empty or white space names nothing and counts as absent: templates
  /// write the attribute with an empty value where an item has no group.
  /// - Parameters:
  ///   - link: the link as the page has it.
  ///   - base: what the page's links are relative to, see `URLOrigin.linkBase`; `nil` when it is not known.
  package func classify(_ link: Link, relativeTo base: URLOrigin? = nil) -> LinkClassification {
    let base = base ?? .unknownPage
    if let attribute = link.trackingGroup {
      let bytes = attribute.utf8Span.span
      if let named = trimmed(bytes) {
        if let group = group(named: bytes, named) { return marked(link, group, .attribute, base) }
        guard let group = editableHostGroup(of: link, base) else { return .unrelated }
        let name = attribute.utf8.dropFirst(named.lowerBound).prefix(named.count)
        return .contradiction(group, named: String(decoding: name, as: UTF8.self))
      }
    }
    if let rel = link.rel {
      let bytes = rel.utf8Span.span
      for word in ASCII.words(bytes) {
        if let group = group(named: bytes, word) { return marked(link, group, .rel, base) }
      }
    }
    guard let group = editableHostGroup(of: link, base) else { return .unrelated }
    return .affiliate(group, by: .host)
  }

  /// The group that a web URL's host belongs to. One trailing dot of the host makes no difference.
  package func group(hosting url: URLOrigin) -> TrackingGroup? {
    guard url.isHTTP, case .domain(let domain) = url.host else { return nil }
    let host = domain.utf8.last == UInt8(ascii: ".") ? String(domain.dropLast()) : domain
    return groups.first { $0.hosts.contains(host) }
  }

  private func marked(
    _ link: Link, _ group: TrackingGroup, _ evidence: LinkEvidence, _ base: URLOrigin
  ) -> LinkClassification {
    if let reason = UneditableReason.written(in: link.href.utf8Span.span) {
      return .uneditable(group, by: evidence, reason)
    }
    guard let url = URLOrigin(link.href, relativeTo: base) else {
      // What template code writes may well make a URL of it.
      return Self.codeWritesHost(of: link.href.utf8Span.span)
        ? .affiliate(group, by: evidence) : .uneditable(group, by: evidence, .invalidURL)
    }
    return url.isHTTP
      ? .affiliate(group, by: evidence) : .uneditable(group, by: evidence, .scheme(url.scheme))
  }

  private func editableHostGroup(of link: Link, _ base: URLOrigin) -> TrackingGroup? {
    let href = link.href.utf8Span.span
    guard UneditableReason.written(in: href) == nil else { return nil }
    guard let url = URLOrigin(link.href, relativeTo: base) else { return group(inFrontOfCodeIn: href, base) }
    if let group = group(hosting: url) { return group }
    // `{` and `}` can stand in a host.
    guard case .domain(let domain) = url.host else { return nil }
    let host = domain.utf8Span.span
    return host.count > 0 && host[host.count - 1] == UInt8(ascii: "}")
      ? group(inFrontOfCodeIn: href, base) : nil
  }

  /// Returns true if template code stands in the range of the host.
  private static func codeWritesHost(of href: Span<UInt8>) -> Bool {
    guard let code = TemplateCode(in: href).pieces.first?.range.lowerBound else { return false }
    let start = min(ASCII.strippedRange(href).lowerBound, code)
    let front = href.extracting(start..<code)
    var offset = URLOrigin.schemeEnd(front).map { $0 + 1 } ?? 0
    while offset < front.count, "/\\".utf8.contains(front[offset]) { offset += 1 }
    while offset < front.count, !"/\\?#".utf8.contains(front[offset]) { offset += 1 }
    return offset == front.count
  }

  /// Finds the group whose host stands whole in front of template code, as in `https://click.linksynergy.com{{ path }}`.
  private func group(inFrontOfCodeIn href: Span<UInt8>, _ base: URLOrigin) -> TrackingGroup? {
    let code = TemplateCode(in: href).pieces
    guard let first = code.first,
      let url = URLOrigin(href.extracting(0..<first.range.lowerBound), relativeTo: base)
    else { return nil }
    var end = first.range.upperBound
    for piece in code where piece.range.lowerBound == end { end = piece.range.upperBound }
    // More of the host may follow, or all of it.
    guard end == href.count || "/\\?#".utf8.contains(href[end]),
      !(first.range.lowerBound..<end).contains(where: { href[$0] == UInt8(ascii: "@") })
    else { return nil }
    return group(hosting: url)
  }

  private func group(named text: Span<UInt8>, _ range: Range<Int>) -> TrackingGroup? {
    for (index, name) in names.enumerated() where ASCII.equalsIgnoringCase(text, range, name) {
      return groups[index]
    }
    return nil
  }

  private func trimmed(_ text: Span<UInt8>) -> Range<Int>? {
    let words = ASCII.words(text)
    guard let first = words.first, let last = words.last else { return nil }
    return first.lowerBound..<last.upperBound
  }
}
