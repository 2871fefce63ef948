public import HTMLLinks

/// Tells whose link a link is. Its author's word comes before the URL: first `data-tracking-group`, then
/// `rel`, then the host that a browser would ask.
public struct LinkClassifier: Sendable {
  /// The groups in the order in which they are asked: of two with the same name or host the first has it.
  public let groups: [TrackingGroup]

  /// The groups' names in lower case, in the order of `groups`.
  let names: [[UInt8]]

  /// All groups' hosts, and others that `mayMatter` lets through.
  let hosts: [[UInt8]]

  /// Whether `mayMatter` lets every host through that may be an IP address, which can be written in many ways.
  let letsAddressesThrough: Bool

  public init(groups: [TrackingGroup]) {
    self.init(groups: groups, lettingThrough: [])
  }

  /// - Parameter others: hosts that are no group's and that `mayMatter` says yes to all the same.
  package init(groups: [TrackingGroup], lettingThrough others: [String]) {
    self.groups = groups
    names = groups.map { $0.name.utf8.map(ASCII.lowercased) }
    hosts = groups.flatMap { $0.hosts.map { Array($0.utf8) } } + others.map { Array($0.utf8) }
    letsAddressesThrough = others.contains { Self.mayBeAddress($0.utf8.first) }
  }

  /// Whether a host that begins so may be an IP address (URL standard, sections 3.3 and 3.5).
  static func mayBeAddress(_ first: UInt8?) -> Bool {
    first.map { ASCII.isDigit($0) || $0 == UInt8(ascii: "[") } ?? false
  }

  /// Classifies a link.
  ///
  /// A `data-tracking-group` that is empty or white space names nothing and counts as absent: templates
  /// write the attribute with an empty value where an item has no group.
  /// - Parameters:
  ///   - link: the link as the page has it.
  ///   - base: what the page's links are relative to, see `WebURL.linkBase`; `nil` when it is not known.
  public func classify(_ link: Link, relativeTo base: WebURL? = nil) -> LinkClassification {
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
  public func group(hosting url: WebURL) -> TrackingGroup? {
    guard url.isHTTP, case .domain(let domain) = url.host else { return nil }
    let host = domain.hasSuffix(".") ? String(domain.dropLast()) : domain
    return groups.first { $0.hosts.contains(host) }
  }

  private func marked(
    _ link: Link, _ group: TrackingGroup, _ evidence: LinkEvidence, _ base: WebURL
  ) -> LinkClassification {
    if let reason = UneditableReason.written(in: link.href.utf8Span.span) {
      return .uneditable(group, by: evidence, reason)
    }
    guard let url = WebURL(link.href, relativeTo: base) else {
      return .uneditable(group, by: evidence, .invalidURL)
    }
    return url.isHTTP
      ? .affiliate(group, by: evidence) : .uneditable(group, by: evidence, .scheme(url.scheme))
  }

  private func editableHostGroup(of link: Link, _ base: WebURL) -> TrackingGroup? {
    guard UneditableReason.written(in: link.href.utf8Span.span) == nil,
      let url = WebURL(link.href, relativeTo: base)
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
