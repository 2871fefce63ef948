internal import AutoTagBytes

/// An `http` or `https` address as a browser takes it, with path, query and fragment: what a server is asked for.
///
/// Parsed by the WHATWG URL standard (https://url.spec.whatwg.org/, section 4.4); scheme and host are those of
/// `URLOrigin`. A user name and a password are passed over.
package struct WebURL: Sendable, Hashable, CustomStringConvertible {
  /// Scheme and host. The host is `nil` where only the site's own address could tell it.
  package let origin: URLOrigin

  /// The port; `nil` for the scheme's own.
  package let port: Int?

  /// Percent-encoded, without dot segments, beginning with `/`.
  package let path: String

  /// Without its `?`; `nil` where there is none.
  package let query: String?

  /// Without its `#`; `nil` where there is none.
  package let fragment: String?

  package init(origin: URLOrigin, port: Int?, path: String, query: String?, fragment: String?) {
    self.origin = origin
    self.port = port
    self.path = path
    self.query = query
    self.fragment = fragment
  }

  /// The root of a site whose address is not known.
  package static let unknownSite = WebURL(
    origin: .unknownPage, port: nil, path: "/", query: nil, fragment: nil)

  /// Returns the root of a site's host; that of a host which stands for it where it is not known.
  package static func siteRoot(_ baseURL: String?) -> WebURL {
    baseURL.flatMap { WebURL("/", relativeTo: WebURL($0)) } ?? .unknownSite
  }

  /// Parses an address.
  /// - Parameters:
  ///   - text: an `href` with its character references decoded, or a `Location`.
  ///   - base: what a relative address is relative to; without it a relative address is invalid.
  /// - Returns: `nil` when a browser makes no request for it over `http` or `https`.
  package init?(_ text: String, relativeTo base: WebURL? = nil) {
    self.init(Array(text.utf8), relativeTo: base)
  }

  package init?(_ text: [UInt8], relativeTo base: WebURL? = nil) {
    guard let origin = URLOrigin(text.span, relativeTo: base?.origin), origin.isHTTP else { return nil }
    var bytes = text[...]
    while let first = bytes.first, first <= 0x20 { bytes.removeFirst() }
    while let last = bytes.last, last <= 0x20 { bytes.removeLast() }
    bytes.removeAll { $0 == 0x09 || $0 == 0x0A || $0 == 0x0D }
    let clean = Array(bytes)

    var index = 0
    var isRelative = true
    if let colon = Self.schemeEnd(clean) {
      index = colon + 1
      isRelative = base?.origin.scheme == origin.scheme && !Self.isSlashPair(clean, index)
    }
    if isRelative, let base, !Self.isSlashPair(clean, index) {
      self = Self.relative(clean[index...], origin, base)
      return
    }
    while index < clean.count, Self.isSlash(clean[index]) { index += 1 }
    let end = clean[index...].firstIndex { Self.isSlash($0) || $0 == 0x3F || $0 == 0x23 } ?? clean.count
    port = Self.port(clean[index..<end], scheme: origin.scheme)
    let parts = Self.split(clean[end...])
    self.origin = origin
    path = Self.normalised(parts.path, onto: [])
    query = parts.query
    fragment = parts.fragment
  }

  private static func relative(_ text: ArraySlice<UInt8>, _ origin: URLOrigin, _ base: WebURL) -> WebURL {
    let parts = split(text)
    if parts.path.isEmpty {
      return WebURL(
        origin: origin, port: base.port, path: base.path, query: parts.query ?? base.query,
        fragment: parts.fragment)
    }
    var folder: [String] = []
    if let first = parts.path.first, !isSlash(first) {
      folder = base.path.split(separator: "/", omittingEmptySubsequences: false).dropFirst().dropLast()
        .map(String.init)
    }
    return WebURL(
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

  private static func isSlashPair(_ text: [UInt8], _ index: Int) -> Bool {
    index + 1 < text.count && isSlash(text[index]) && isSlash(text[index + 1])
  }

  // MARK: Parts

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

  /// The host as an address writes it; empty where it is not known.
  package var hostName: String { host ?? "" }

  /// The address in one piece; from its path on where the host is not known.
  package var description: String {
    var text = ""
    if let host { text = "\(origin.scheme)://\(host)\(port.map { ":\($0)" } ?? "")" }
    text += path
    if let query { text += "?\(query)" }
    if let fragment { text += "#\(fragment)" }
    return text
  }

  /// The address, if a server can be asked for it: `nil` for one without a host, and for one whose host is only known not
  /// to be ASCII (`URLOrigin.Host.unverified`).
  package var requestable: WebURL? { host == nil ? nil : self }

  /// The address as it is asked for, without a fragment.
  package var requestText: String { withoutFragment.description }

  package var withoutFragment: WebURL { with(fragment: nil) }

  /// The same address with another query.
  package func with(query: String?) -> WebURL {
    WebURL(origin: origin, port: port, path: path, query: query, fragment: fragment)
  }

  /// The same address with another fragment.
  package func with(fragment: String?) -> WebURL {
    WebURL(origin: origin, port: port, path: path, query: query, fragment: fragment)
  }

  // MARK: Parameters

  /// Returns the address as text without a fragment and without the parameters of a name, as it is written.
  package func without(parameter name: String) -> String {
    guard let query, parameterCount(named: name) > 0 else { return withoutFragment.description }
    let rest = query.split(separator: "&").filter { $0 != name && !$0.hasPrefix(name + "=") }
    return withoutFragment.with(query: rest.isEmpty ? nil : rest.joined(separator: "&")).description
  }

  /// Returns true if the query has a parameter that is written so, with its name and value.
  package func hasParameter(_ written: String) -> Bool { parameterCount(written: written) > 0 }

  /// Returns how many of the query's parameters are written so, with name and value.
  package func parameterCount(written: String) -> Int { count(of: written) { $0.whole } }

  /// Returns how many of the query's parameters have a name, as it is written.
  package func parameterCount(named name: String) -> Int { count(of: name) { $0.name } }

  private func count(of text: String, as part: (QueryParameter) -> Range<Int>) -> Int {
    // Byte by byte: as characters it would cost more than all else that is done with a link.
    guard let query else { return 0 }
    let bytes = query.utf8Span.span
    let text = text.utf8Span.span
    var parameters = QueryParameters(bytes.indices)
    var count = 0
    while let parameter = parameters.next(in: bytes) {
      if ByteSearch.equal(bytes.extracting(part(parameter)), text) { count += 1 }
    }
    return count
  }
}
