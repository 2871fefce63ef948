internal import AutoTagBytes

/// An `http` or `https` address as a browser takes it, with path and query: what a server is asked for.
///
/// Parsed by the WHATWG URL standard (https://url.spec.whatwg.org/, section 4.4); scheme, host and port are
/// `WebURL`'s. A user name and a password are passed over.
package struct SiteURL: Sendable, Hashable, CustomStringConvertible {
  /// Scheme and host. The host is `nil` where only the site's own address could tell it.
  package let origin: WebURL

  /// The port where it is not the scheme's own.
  package let port: Int?

  /// Percent-encoded, without dot segments, beginning with `/`.
  package let path: String

  /// Without its `?`; `nil` where there is none.
  package let query: String?

  /// Without its `#`; `nil` where there is none.
  package let fragment: String?

  package init(origin: WebURL, port: Int?, path: String, query: String?, fragment: String?) {
    self.origin = origin
    self.port = port
    self.path = path
    self.query = query
    self.fragment = fragment
  }

  /// The root of a site whose address is not known.
  package static let unknownSite = SiteURL(
    origin: .unknownPage, port: nil, path: "/", query: nil, fragment: nil)

  /// Parses an address.
  /// - Parameters:
  ///   - text: an `href` with its character references decoded, or a `Location`.
  ///   - base: what a relative address is relative to; without it a relative address is invalid.
  /// - Returns: `nil` when a browser makes no request for it over `http` or `https`.
  package init?(_ text: String, relativeTo base: SiteURL? = nil) {
    self.init(Array(text.utf8), relativeTo: base)
  }

  package init?(_ text: [UInt8], relativeTo base: SiteURL? = nil) {
    guard let origin = WebURL(text.span, relativeTo: base?.origin), origin.isHTTP else { return nil }
    var bytes = text[...]
    while let first = bytes.first, first <= 0x20 { bytes.removeFirst() }
    while let last = bytes.last, last <= 0x20 { bytes.removeLast() }
    bytes.removeAll { $0 == 0x09 || $0 == 0x0A || $0 == 0x0D }
    let clean = Array(bytes)

    var place = 0
    var isRelative = true
    if let colon = Self.schemeEnd(clean) {
      place = colon + 1
      isRelative = base?.origin.scheme == origin.scheme && !Self.isSlashPair(clean, place)
    }
    if isRelative, let base, !Self.isSlashPair(clean, place) {
      self = Self.relative(clean[place...], origin, base)
      return
    }
    while place < clean.count, Self.isSlash(clean[place]) { place += 1 }
    let end = clean[place...].firstIndex { Self.isSlash($0) || $0 == 0x3F || $0 == 0x23 } ?? clean.count
    port = Self.port(clean[place..<end], scheme: origin.scheme)
    let parts = Self.split(clean[end...])
    self.origin = origin
    path = Self.normalised(parts.path, onto: [])
    query = parts.query
    fragment = parts.fragment
  }

  private static func relative(_ text: ArraySlice<UInt8>, _ origin: WebURL, _ base: SiteURL) -> SiteURL {
    let parts = split(text)
    if parts.path.isEmpty {
      return SiteURL(
        origin: origin, port: base.port, path: base.path, query: parts.query ?? base.query,
        fragment: parts.fragment)
    }
    var folder: [String] = []
    if let first = parts.path.first, !isSlash(first) {
      folder = base.path.split(separator: "/", omittingEmptySubsequences: false).dropFirst().dropLast()
        .map(String.init)
    }
    return SiteURL(
      origin: origin, port: base.port, path: normalised(parts.path, onto: folder), query: parts.query,
      fragment: parts.fragment)
  }

  /// The standard's "path state": segments after those of `folder`, dot segments resolved.
  private static func normalised(_ path: ArraySlice<UInt8>, onto folder: [String]) -> String {
    var segments = folder
    var rest = path
    if let first = rest.first, isSlash(first) { rest.removeFirst() }
    let written = rest.split(omittingEmptySubsequences: false) { isSlash($0) }
    for (index, segment) in written.enumerated() {
      let isLast = index == written.count - 1
      switch dots(segment) {
      case 2:
        if !segments.isEmpty { segments.removeLast() }
        if isLast { segments.append("") }
      case 1:
        if isLast { segments.append("") }
      default:
        segments.append(URLEncoding.encoded(segment, where: URLEncoding.mustEncodeInPath))
      }
    }
    return "/" + segments.joined(separator: "/")
  }

  /// 1 for `.`, 2 for `..`, each dot as such or as `%2e`; 0 for any other segment.
  private static func dots(_ segment: ArraySlice<UInt8>) -> Int {
    guard segment.count <= 6 else { return 0 }
    switch segment.map({ ASCII.lowercased($0) }).text {
    case ".", "%2e": return 1
    case "..", ".%2e", "%2e.", "%2e%2e": return 2
    default: return 0
    }
  }

  private static func split(
    _ text: ArraySlice<UInt8>
  ) -> (path: ArraySlice<UInt8>, query: String?, fragment: String?) {
    let hash = text.firstIndex(of: 0x23) ?? text.endIndex
    let mark = text[..<hash].firstIndex(of: 0x3F) ?? hash
    return (
      text[..<mark],
      mark < hash
        ? URLEncoding.encoded(text[(mark + 1)..<hash], where: URLEncoding.mustEncodeInQuery) : nil,
      hash < text.endIndex
        ? URLEncoding.encoded(text[(hash + 1)...], where: URLEncoding.mustEncodeInFragment) : nil
    )
  }

  private static func port(_ authority: ArraySlice<UInt8>, scheme: String) -> Int? {
    let host = authority[((authority.lastIndex(of: UInt8(ascii: "@")) ?? authority.startIndex - 1) + 1)...]
    let bracket = host.lastIndex(of: UInt8(ascii: "]")) ?? host.startIndex
    guard bracket < host.endIndex, let colon = host[bracket...].firstIndex(of: UInt8(ascii: ":")) else {
      return nil
    }
    guard let number = Int(Array(host[(colon + 1)...]).text) else { return nil }
    return number == (scheme == "https" ? 443 : 80) ? nil : number
  }

  private static func schemeEnd(_ text: [UInt8]) -> Int? {
    guard let first = text.first, ASCII.isLetter(first) else { return nil }
    let end = text.firstIndex {
      !ASCII.isAlphanumeric($0) && $0 != UInt8(ascii: "+") && $0 != UInt8(ascii: "-")
        && $0 != UInt8(ascii: ".")
    }
    guard let end, text[end] == UInt8(ascii: ":") else { return nil }
    return end
  }

  private static func isSlash(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "/") || byte == UInt8(ascii: "\\")
  }

  private static func isSlashPair(_ text: [UInt8], _ place: Int) -> Bool {
    place + 1 < text.count && isSlash(text[place]) && isSlash(text[place + 1])
  }

  /// The host as an address writes it; `nil` where it is not known.
  package var host: String? {
    switch origin.host {
    case .domain(let domain), .opaque(let domain): domain
    case .ipv4(let address):
      (0..<4).map { String(address >> (24 - 8 * UInt32($0)) & 0xFF) }.joined(separator: ".")
    case .ipv6(let address): "[\(IPv6Address.text(of: address))]"
    case .empty, .unverified, nil: nil
    }
  }

  /// The address in one piece; from its path on where the host is not known.
  package var description: String {
    var text = ""
    if let host { text = "\(origin.scheme)://\(host)\(port.map { ":\($0)" } ?? "")" }
    text += path
    if let query { text += "?\(query)" }
    if let fragment { text += "#\(fragment)" }
    return text
  }

  /// The same address with another query.
  package func with(query: String?) -> SiteURL {
    SiteURL(origin: origin, port: port, path: path, query: query, fragment: fragment)
  }

  /// The same address with another fragment.
  package func with(fragment: String?) -> SiteURL {
    SiteURL(origin: origin, port: port, path: path, query: query, fragment: fragment)
  }

  /// The query's parameters as they are written.
  package var parameters: [Substring] { (query ?? "").split(separator: "&") }
}
