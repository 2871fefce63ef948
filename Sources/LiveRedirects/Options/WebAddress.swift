public import TrackingLinks

/// An absolute `http` or `https` address as a browser takes it (https://url.spec.whatwg.org/, section 4.4):
/// what a server is asked for. Scheme and host are `WebURL`'s, so that what is asked is the host that was
/// checked; a user name and a password are left out.
public struct WebAddress: Sendable, Hashable, CustomStringConvertible {
  public let origin: WebURL

  /// The host as an address writes it.
  public let host: String

  /// The port where it is not the scheme's own.
  public let port: Int?

  /// Percent-encoded, without dot segments, beginning with `/`.
  public let path: String

  /// Without its `?`; `nil` where there is none.
  public let query: String?

  /// Without its `#`; `nil` where there is none.
  public let fragment: String?

  private init(
    origin: WebURL, host: String, port: Int?, path: String, query: String?, fragment: String?
  ) {
    self.origin = origin
    self.host = host
    self.port = port
    self.path = path
    self.query = query
    self.fragment = fragment
  }

  /// Parses an address.
  /// - Parameter base: what a relative address is relative to; without it a relative address is invalid.
  /// - Returns: `nil` when a browser makes no request for it over `http` or `https`.
  public init?(_ text: String, relativeTo base: WebAddress? = nil) {
    self.init(Array(text.utf8), relativeTo: base)
  }

  init?(_ text: [UInt8], relativeTo base: WebAddress? = nil) {
    guard let origin = WebURL(text.span, relativeTo: base?.origin), origin.isHTTP,
      let host = Self.text(origin.host)
    else { return nil }
    var bytes = text[...]
    while let first = bytes.first, first <= 0x20 { bytes.removeFirst() }
    while let last = bytes.last, last <= 0x20 { bytes.removeLast() }
    let clean = bytes.filter { $0 != 0x09 && $0 != 0x0A && $0 != 0x0D }

    let colon = Self.schemeEnd(clean)
    let start = colon.map { $0 + 1 } ?? 0
    let hasAuthority = Self.isSlash(clean, start) && Self.isSlash(clean, start + 1)
    if let base, !hasAuthority, colon == nil || base.origin.scheme == origin.scheme {
      self.init(Self.parts(clean[start...]), origin, host, relativeTo: base)
      return
    }
    var place = start
    while Self.isSlash(clean, place) { place += 1 }
    let end = clean[place...].firstIndex { "/\\?#".utf8.contains($0) } ?? clean.count
    let parts = Self.parts(clean[end...])
    self.init(
      origin: origin, host: host, port: Self.port(clean[place..<end], scheme: origin.scheme),
      path: Self.joined([], parts.path), query: parts.query, fragment: parts.fragment)
  }

  private typealias Parts = (path: ArraySlice<UInt8>, query: String?, fragment: String?)

  private init(_ parts: Parts, _ origin: WebURL, _ host: String, relativeTo base: WebAddress) {
    let path: String
    if parts.path.isEmpty {
      path = base.path
    } else if let first = parts.path.first, first == UInt8(ascii: "/") || first == UInt8(ascii: "\\") {
      path = Self.joined([], parts.path)
    } else {
      let segments = base.path.split(separator: "/", omittingEmptySubsequences: false)
      path = Self.joined(segments.dropFirst().dropLast().map(String.init), parts.path)
    }
    self.init(
      origin: origin, host: host, port: base.port, path: path,
      query: parts.query ?? (parts.path.isEmpty ? base.query : nil), fragment: parts.fragment)
  }

  /// The standard's "path state": the segments of `written` after those of a folder, dot segments resolved.
  private static func joined(_ folder: [String], _ written: ArraySlice<UInt8>) -> String {
    var segments = folder
    var rest = written
    if let first = rest.first, first == UInt8(ascii: "/") || first == UInt8(ascii: "\\") {
      rest.removeFirst()
    }
    let new = rest.split(omittingEmptySubsequences: false) {
      $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: "\\")
    }
    for (index, segment) in new.enumerated() {
      let isLast = index == new.count - 1
      switch String(decoding: segment, as: UTF8.self).lowercased().replacing("%2e", with: ".") {
      case "..":
        if !segments.isEmpty { segments.removeLast() }
        if isLast { segments.append("") }
      case ".": if isLast { segments.append("") }
      default: segments.append(encoded(segment, and: " \"#<>?^`{}"))
      }
    }
    return "/" + segments.joined(separator: "/")
  }

  private static func parts(_ text: ArraySlice<UInt8>) -> Parts {
    let hash = text.firstIndex(of: UInt8(ascii: "#")) ?? text.endIndex
    let mark = text[..<hash].firstIndex(of: UInt8(ascii: "?")) ?? hash
    return (
      text[..<mark], mark < hash ? encoded(text[(mark + 1)..<hash], and: " \"#<>'") : nil,
      hash < text.endIndex ? encoded(text[(hash + 1)...], and: " \"<>`") : nil
    )
  }

  /// Bytes outside visible ASCII, and the given characters, as `%XX`.
  private static func encoded(_ bytes: ArraySlice<UInt8>, and others: String) -> String {
    var text = ""
    for byte in bytes {
      if byte > 0x20, byte < 0x7F, !others.utf8.contains(byte) {
        text.unicodeScalars.append(Unicode.Scalar(byte))
      } else {
        text += (byte < 0x10 ? "%0" : "%") + String(byte, radix: 16, uppercase: true)
      }
    }
    return text
  }

  private static func port(_ authority: ArraySlice<UInt8>, scheme: String) -> Int? {
    // After the last colon; in `[::1]` and in `user:password@host` that is no number.
    guard let colon = authority.lastIndex(of: UInt8(ascii: ":")),
      let number = Int(String(decoding: authority[(colon + 1)...], as: UTF8.self))
    else { return nil }
    return number == (scheme == "https" ? 443 : 80) ? nil : number
  }

  private static func schemeEnd(_ text: [UInt8]) -> Int? {
    guard let end = text.firstIndex(where: { ":/\\?#".utf8.contains($0) }), text[end] == UInt8(ascii: ":"),
      isScheme(text[..<end])
    else { return nil }
    return end
  }

  private static func isScheme(_ text: ArraySlice<UInt8>) -> Bool {
    guard let first = text.first, first | 0x20 >= 0x61, first | 0x20 <= 0x7A else { return false }
    return text.allSatisfy { byte in
      byte | 0x20 >= 0x61 && byte | 0x20 <= 0x7A || byte >= 0x30 && byte <= 0x39 || "+-.".utf8.contains(byte)
    }
  }

  private static func isSlash(_ text: [UInt8], _ place: Int) -> Bool {
    place < text.count && (text[place] == UInt8(ascii: "/") || text[place] == UInt8(ascii: "\\"))
  }

  /// `nil` for a host that is only known not to be ASCII (`WebURL.Host.unverified`), which cannot be asked.
  private static func text(_ host: WebURL.Host?) -> String? {
    switch host {
    case .domain(let domain): domain
    case .ipv4(let address): IPAddress.v4(address).description
    case .ipv6(let address): "[\(IPv6Text.of(address))]"
    case .opaque, .empty, .unverified, nil: nil
    }
  }

  /// The address in one piece.
  public var description: String {
    requestText + (fragment.map { "#\($0)" } ?? "")
  }

  /// The address as it is asked for, without a fragment.
  var requestText: String {
    "\(origin.scheme)://\(host)\(port.map { ":\($0)" } ?? "")\(path)\(query.map { "?\($0)" } ?? "")"
  }

  func with(query: String?) -> WebAddress {
    WebAddress(origin: origin, host: host, port: port, path: path, query: query, fragment: fragment)
  }

  var withoutFragment: WebAddress {
    WebAddress(origin: origin, host: host, port: port, path: path, query: query, fragment: nil)
  }
}
