internal import AutoTagBytes
internal import AutoTagWebURL

/// A text that a script puts together, as far as it is known before the page is asked for.
struct ScriptText: Sendable, Hashable {
  enum Piece: Sendable, Hashable {
    case literal(String)
    /// A part of the page's own address.
    case own(OwnPart, [ScriptChange])
    /// Anything.
    case unknown
    /// Anything made of the page's own address.
    case ownUnknown
  }

  /// The members of `location`.
  enum OwnPart: String, Sendable, CaseIterable {
    case href, origin
    case protocolName = "protocol"
    case host, hostname, port, pathname, search, hash
  }

  var pieces: [Piece]

  init(_ pieces: [Piece]) { self.pieces = pieces }

  init(_ text: String) { pieces = [.literal(text)] }

  static let unknown = ScriptText([.unknown])

  /// The text where it is known without the page's own address.
  var literal: String? {
    var text = ""
    for piece in pieces {
      guard case .literal(let part) = piece else { return nil }
      text += part
    }
    return text
  }

  /// The text for messages, in which the names of parts of the page's own address stand for these.
  var shown: String {
    pieces.map { piece in
      switch piece {
      case .literal(let part): part
      case .own(let part, _): "{location.\(part.rawValue)}"
      case .unknown, .ownUnknown: "…"
      }
    }.joined()
  }

  /// Returns the text for a request, with `…` for what is not known; `nil` where it is too long.
  func shown(at url: WebURL) -> String? {
    var text = ""
    for piece in pieces {
      let part = ScriptText([piece]).text(at: url)
      // Both schemes lead to the same host.
      text += part ?? (piece == .own(.protocolName, []) ? "https:" : "…")
      guard text.utf8.count <= ExpandedText.longest else { return nil }
    }
    return text
  }

  /// True if the text begins with a host, and something behind that is not known.
  var isPartial: Bool { if !isKnown, case .named = host { true } else { false } }

  /// True if it shows what becomes of the page's own query, though not all of it is known: the query stands in it, or a
  /// fragment begins before what is not known.
  var tellsQuery: Bool {
    var isInFragment = false
    for piece in pieces {
      switch piece {
      case .literal(let part): isInFragment = isInFragment || part.contains("#")
      case .own(.search, _), .own(.href, _): return true
      case .own(.hash, _): isInFragment = true
      case .own: break
      case .unknown, .ownUnknown: if isInFragment { return true }
      }
    }
    return false
  }

  var isKnown: Bool { !pieces.contains { $0 == .unknown || $0 == .ownUnknown } }

  var dependsOnRequest: Bool { literal == nil && isKnown }

  /// True if the text of the page's own address decides about a change of it.
  var looksAtRequest: Bool {
    pieces.contains {
      if case .own(_, let changes) = $0 { changes.contains(where: \.looksAtText) } else { false }
    }
  }

  /// Returns the text after a change, as far as that can be told.
  func changed(_ change: ScriptChange) -> ScriptText {
    if let literal { return change.applied(to: literal).map { ScriptText($0) } ?? .unknown }
    if pieces.count == 1, case .own(let part, let changes) = pieces[0], changes.count < 8 {
      return ScriptText([.own(part, changes + [change])])
    }
    return beginsWithOwnAddress ? ScriptText([.ownUnknown]) : .unknown
  }

  /// Returns the text of an address after a part of it is given another value, as members of `URL` do (URL standard, section
  /// 6.1).
  /// - Parameters:
  ///   - part: the member's name.
  ///   - value: `nil` where it is not known.
  func changed(part: String, to value: ScriptText?) -> ScriptText {
    guard case .literal(let written)? = pieces.first else { return .unknown }
    // A `URL` has a path in any case, in front of which nothing more of the host can stand.
    let text = pieces.count == 1 && host == .open ? written + "/" : written
    guard case .named = ScriptText([.literal(text)] + pieces.dropFirst()).host else { return .unknown }
    let query = text.firstIndex { $0 == "?" || $0 == "#" } ?? text.endIndex
    let fragment = text.firstIndex(of: "#") ?? text.endIndex
    let slashes = text[..<query].firstRange(of: "//")?.upperBound ?? text.startIndex
    let front = text[..<query]
    let origin = text[..<(text[slashes..<query].firstIndex(of: "/") ?? query)]
    let (search, hash) = (text[query..<fragment], text[fragment...])
    // More may stand between the parts that are known already.
    guard let value, pieces.count == 1 || part == "hash" && fragment == text.endIndex else {
      let known: [String: Substring] = ["search": front, "hash": front + search, "pathname": origin + "/"]
      return known[part].map { ScriptText([.literal(String($0)), .unknown]) } ?? .unknown
    }
    switch part {
    case "search":
      return ScriptText(
        [.literal(String(front))] + value.pieces(after: "?", .search) + [.literal(String(hash))])
    case "hash":
      return ScriptText(
        [.literal(String(front + search))] + pieces.dropFirst() + value.pieces(after: "#", .hash))
    case "pathname":
      let tail = ScriptText.Piece.literal(String(search + hash))
      return ScriptText([.literal(String(origin))] + value.pieces(after: "/", .pathname) + [tail])
    default: return .unknown
    }
  }

  /// The pieces behind a sign, which is written once.
  /// - Parameter own: the part of the page's address that has it already.
  private func pieces(after sign: String, _ own: OwnPart) -> [Piece] {
    switch pieces.first {
    case .literal("") where pieces.count == 1, nil: []
    case .literal(let text) where text.hasPrefix(sign): pieces
    case .own(own, []): pieces
    default: [.literal(sign)] + pieces
    }
  }

  private var beginsWithOwnAddress: Bool {
    switch pieces.first {
    case .own, .ownUnknown: true
    case .literal, .unknown, nil: false
    }
  }

  /// Returns the text for a request; `nil` where something of it is not known.
  func text(at url: WebURL) -> String? {
    var text = ""
    for piece in pieces {
      switch piece {
      case .literal(let part): text += part
      case .own(let part, let changes):
        var value = part.value(of: url)
        for change in changes { value = value.flatMap { change.applied(to: $0) } }
        guard let value else { return nil }
        text += value
      case .unknown, .ownUnknown: return nil
      }
      guard text.utf8.count <= ExpandedText.longest else { return nil }
    }
    return text
  }

  // MARK: Hosts

  /// The host that a text with unknown parts leads to.
  enum Host: Equatable {
    /// The site's own.
    case own
    case named(String)
    case open
  }

  var host: Host {
    var prefix = ""
    for piece in pieces {
      switch piece {
      case .literal(let part): prefix += part
      case .own(let part, let changes):
        switch part {
        case .href, .origin, .pathname, .hash: if prefix.isEmpty { return .own }
        case .host, .hostname: if ["", "//", "http://", "https://"].contains(prefix) { return .own }
        // What stands behind the question mark may be an address.
        case .search: if prefix.isEmpty { return changes.isEmpty ? .own : .open }
        case .protocolName:
          prefix += "https:"
          continue
        case .port: break
        }
        return Self.host(of: prefix)
      case .ownUnknown: return prefix.isEmpty ? .own : Self.host(of: prefix)
      case .unknown: return Self.host(of: prefix)
      }
    }
    return Self.host(of: prefix)
  }

  private static func host(of prefix: String) -> Host {
    let text = Array(prefix.utf8)
    guard let first = text.first else { return .open }
    if let host = NamedHosts.host(beginning: text[...]) { return hasEnd(text, host) ? .named(host) : .open }
    if "?#.".utf8.contains(first) { return .own }
    if first == UInt8(ascii: "/") { return text.starts(with: "//".utf8) ? .open : .own }
    // A scheme may be put together too.
    return text.contains(UInt8(ascii: "/")) && !text.contains(UInt8(ascii: ":")) ? .own : .open
  }

  /// Returns true if something ends the host, so that nothing that follows belongs to it.
  private static func hasEnd(_ text: [UInt8], _ host: String) -> Bool {
    guard let slashes = text.indices.first(where: { text[$0...].starts(with: "//".utf8) }) else {
      return false
    }
    return slashes + 2 + host.utf8.count < text.count
  }
}

extension ScriptText.OwnPart {
  /// Returns the part of an address; `nil` for that of a site whose address is not known.
  fileprivate func value(of url: WebURL) -> String? {
    let isKnown = url.host != nil && !SiteOrigin.isStandIn(url.host)
    switch self {
    case .pathname: return url.path
    case .search: return url.query.flatMap { $0.isEmpty ? nil : "?\($0)" } ?? ""
    case .hash: return url.fragment.flatMap { $0.isEmpty ? nil : "#\($0)" } ?? ""
    case .href:
      let tail = url.path + (url.query.map { "?\($0)" } ?? "") + (url.fragment.map { "#\($0)" } ?? "")
      return isKnown ? url.description : tail
    case .origin:
      return isKnown
        ? url.host.map { SiteOrigin(scheme: url.origin.scheme, host: $0, port: url.port).text } : nil
    case .protocolName: return isKnown ? url.origin.scheme + ":" : nil
    case .host: return isKnown ? url.host.map { host in url.port.map { "\(host):\($0)" } ?? host } : nil
    case .hostname: return isKnown ? url.host : nil
    case .port: return isKnown ? url.port.map { "\($0)" } ?? "" : nil
    }
  }
}

/// A change of a text, as methods of a script make it.
enum ScriptChange: Sendable, Hashable {
  /// From a character to another one; `nil` for the end.
  case slice(Int, Int?)
  case replace(String, by: String, isAnchored: Bool, isGlobal: Bool)
  case lowercase
  case uppercase
  case trim
  case base64
  case decode
  case encode

  /// True if a change may do something else with one parameter's value than with another that has letters and digits too.
  var looksAtText: Bool {
    switch self {
    // Only the question mark is taken away.
    case .slice(let start, let end): !(0...1).contains(start) || end != nil
    case .replace(let old, _, _, _): old.contains { $0.isLetter || $0.isNumber }
    case .lowercase, .uppercase, .base64: true
    case .trim, .decode, .encode: false
    }
  }

  /// Returns the text after the change; `nil` where the browser throws an error, or it is not known.
  func applied(to text: String) -> String? {
    switch self {
    case .slice(let start, let end):
      let units = Array(text.utf16)
      func index(_ number: Int) -> Int {
        max(0, min(units.count, number < 0 ? units.count + number : number))
      }
      let (from, to) = (index(start), end.map(index) ?? units.count)
      return from < to ? String(decoding: units[from..<to], as: UTF16.self) : ""
    case .replace(let old, let new, let isAnchored, let isGlobal):
      guard !old.isEmpty, !new.contains("$") else { return nil }
      if isAnchored { return text.hasPrefix(old) ? new + text.dropFirst(old.count) : text }
      let result =
        isGlobal ? text.replacing(old, with: new) : text.replacing(old, with: new, maxReplacements: 1)
      return result.utf8.count <= ExpandedText.longest ? result : nil
    case .lowercase: return text.lowercased()
    case .uppercase: return text.uppercased()
    case .trim: return ByteText.trimmed(Array(text.utf8)).text
    case .base64: return ScriptLiteral.fromBase64(text)
    case .decode: return URLEncoding.decoded(text.utf8).text
    case .encode:
      return URLEncoding.encoded(text.utf8) { byte in
        !(ASCII.isAlphanumeric(byte) || "-_.!~*'()".utf8.contains(byte))
      }
    }
  }
}
