internal import AutoTagBytes
internal import AutoTagWebURL

/// An affiliate network as AnyTrack names it: whose links they are, and which parameter carries the
/// click id there.
package struct TrackingGroup: Sendable, Hashable {
  /// AnyTrack's reference for the network, as written in `data-tracking-group`.
  package let name: String

  /// The hosts of the network's click links, in lower-case ASCII (an internationalised one in its
  /// `xn--` form), without a trailing dot.
  package let hosts: [String]

  /// The subid parameter: the query parameter in which the network stores the click id.
  package let subid: String

  /// The click-id token: the text that AnyTrack's tag replaces by the click id when the page loads.
  package let token: String

  /// True if each link gets a code of its own in the place of the token, so that the network's reports tell which link
  /// earned; see `LinkCode`.
  package let usesCodes: Bool

  /// The places besides a page's own links in which links carry codes, as no script has to replace them.
  package var codePlaces = CodePlaces()

  package struct CodePlaces: Sendable, Hashable {
    /// True for links in `<noscript>`.
    package var noscript = false
    /// Globs of RSS and Atom feeds, relative to the site's root.
    package var feeds: [String] = []

    package init() {}
  }

  /// The subid parameter with the token, as a query has it.
  package var writtenToken: String { "\(subid)=\(token)" }

  /// The subid parameter as redirects are tried with it: with the token, which stands for click ids, or with a code.
  package var triedParameter: String { usesCodes ? "\(subid)=\(LinkCode.sample)" : writtenToken }

  /// The same as bytes.
  let parameter: [UInt8]

  /// Rakuten Advertising: AnyTrack's tracking group `rakuten` with subid parameter `u1` ("no other
  /// parameter may be used", AnyTrack's Rakuten integration page). Its second host serves some advertisers, with the same
  /// paths and `u1` (public pages).
  package static let rakuten = TrackingGroup(
    unchecked: "rakuten", hosts: ["click.linksynergy.com", "linksynergy.jrs5.com"], subid: "u1",
    token: anyTrackToken)

  /// True if the network is Rakuten Advertising, whatever hosts the configuration gives it.
  package var isRakuten: Bool {
    name.lowercased() == Self.rakuten.name || hosts.contains { Self.rakuten.hosts.contains($0) }
  }

  /// The groups that a site has without naming any.
  package static let builtIn: [TrackingGroup] = [.rakuten]

  /// The click-id token of AnyTrack's tag.
  package static let anyTrackToken = "--CLICK-ID--"

  /// A tracking group from a user's words.
  /// - Parameters:
  ///   - name: visible ASCII characters, such as `rakuten`; links name it in any letter case.
  ///   - hosts: at least one host name, in any letter case and script, such as `click.linksynergy.com`.
  ///   - subid: letters, digits, `_`, `.` and `-`.
  ///   - token: visible ASCII characters that mean nothing in HTML or in a query, so that the token can
  ///     stand in an unquoted attribute and comes out of the URL parser unchanged.
  ///   - usesCodes: true if links get codes in the place of the token.
  /// - Throws: `TrackingGroupError` for the first part that is wrong.
  package init(
    name: String, hosts: [String], subid: String, token: String, usesCodes: Bool = false
  ) throws(TrackingGroupError) {
    guard !name.isEmpty, name.utf8.allSatisfy(Self.isVisible) else {
      throw TrackingGroupError(
        .name, name,
        "the tracking group's name \(quoted(name)) must be one word of ASCII characters: write it as it "
          + "stands in data-tracking-group, for example rakuten")
    }
    guard !hosts.isEmpty else {
      throw TrackingGroupError(
        .hosts, "",
        "the tracking group \(name) has no hosts: name at least one, for example click.linksynergy.com")
    }
    var normalised: [String] = []
    for host in hosts {
      let host = try Self.normalisedHost(host)
      if !normalised.contains(host) { normalised.append(host) }
    }
    guard !subid.isEmpty, subid.utf8.allSatisfy(Self.isSubidCharacter) else {
      throw TrackingGroupError(
        .subid, subid,
        "the subid parameter \(quoted(subid)) must be a parameter's name alone, of the characters "
          + "A-Z a-z 0-9 _ . and -, for example u1")
    }
    guard !token.isEmpty, token.utf8.allSatisfy(Self.isTokenCharacter) else {
      throw TrackingGroupError(
        .token, token,
        "the click-id token \(quoted(token)) must be of visible ASCII characters without white space and "
          + "without any of \" ' ` < > & # = % + \\, for example --CLICK-ID--")
    }
    self.init(unchecked: name, hosts: normalised, subid: subid, token: token, usesCodes: usesCodes)
  }

  /// Returns the group for one link, whose code stands in the place of the click-id token.
  package func carrying(code: String) -> TrackingGroup {
    TrackingGroup(unchecked: name, hosts: hosts, subid: subid, token: code, usesCodes: true)
  }

  private init(
    unchecked name: String, hosts: [String], subid: String, token: String, usesCodes: Bool = false
  ) {
    self.usesCodes = usesCodes
    self.name = name
    self.hosts = hosts
    self.subid = subid
    self.token = token
    parameter = Array("\(subid)=\(token)".utf8)
  }

  /// The host as links have it once a browser has read them.
  private static func normalisedHost(_ text: String) throws(TrackingGroupError) -> String {
    func wrong(_ what: String) -> TrackingGroupError {
      TrackingGroupError(.hosts, text, "the host \(quoted(text)) \(what)")
    }
    let bytes = Array(text.utf8)
    if bytes.allSatisfy(ASCII.isWhitespace) {
      throw wrong("is empty: name the network's domain, for example click.linksynergy.com")
    }
    if bytes.contains(UInt8(ascii: "/")) || bytes.contains(UInt8(ascii: "\\")) {
      throw wrong("is more than a host: leave out the scheme and the path, for example click.linksynergy.com")
    }
    if bytes.contains(UInt8(ascii: ":")) || bytes.contains(UInt8(ascii: "@")) {
      throw wrong(
        "is more than a host: leave out the scheme, the port and the user; links match with any of them")
    }
    if bytes.contains(UInt8(ascii: "*")) {
      throw wrong("holds a wildcard, and a group's hosts are matched whole: name each host")
    }
    switch URLOrigin.Host(bytes.span, special: true) {
    case .domain(let domain):
      let host = domain.hasSuffix(".") ? String(domain.dropLast()) : domain
      let labels = host.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
      guard labels.allSatisfy({ !$0.isEmpty && $0.count <= 63 && $0.allSatisfy(isSubidCharacter) }) else {
        throw wrong("is not a host name: its labels must be of 1 to 63 letters, digits, - or _")
      }
      return host
    case .ipv4, .ipv6, .empty, .opaque:
      throw wrong("is not a host name: name the network's domain, for example click.linksynergy.com")
    case .unverified:
      throw wrong("is not an internationalised host name by IDNA 2008: write it in its xn-- form")
    case nil:
      throw wrong("holds a character that no host can have: write the host name alone")
    }
  }

  private static func isVisible(_ byte: UInt8) -> Bool { byte > 0x20 && byte < 0x7F }

  private static func isSubidCharacter(_ byte: UInt8) -> Bool {
    ASCII.isLetter(byte) || ASCII.isDigit(byte) || byte == UInt8(ascii: "_") || byte == UInt8(ascii: ".")
      || byte == UInt8(ascii: "-")
  }

  private static func isTokenCharacter(_ byte: UInt8) -> Bool {
    isVisible(byte) && !"\"'`<>&#=%+\\".utf8.contains(byte)
  }
}

/// Why a tracking group cannot be made from what was given.
package struct TrackingGroupError: Error, Sendable, Equatable, CustomStringConvertible {
  /// The part of a tracking group that is wrong.
  package enum Field: String, Sendable, CaseIterable {
    case name, hosts, subid, token
  }

  package let field: Field

  /// The value that is wrong; of several hosts the one at fault.
  package let value: String

  /// The fault and its remedy.
  package let description: String

  fileprivate init(_ field: Field, _ value: String, _ description: String) {
    self.field = field
    self.value = value
    self.description = description
  }
}

/// A user's text in a message: on one line, and short.
private func quoted(_ text: String) -> String {
  let shown = text.unicodeScalars.prefix(80).map { scalar in
    scalar.value < 0x20 || scalar.value == 0x7F ? "\\u{\(String(scalar.value, radix: 16))}" : String(scalar)
  }
  return "“\(shown.joined())\(text.unicodeScalars.count > 80 ? "…" : "")”"
}
