internal import AutoTagBytes
internal import AutoTagHTML

/// Finds addresses of tracking groups in text that is no attribute of a link: scripts, comments, handlers, files that are no
/// pages.
///
/// An address counts where the host stands whole after two slashes, which may be written as scripts and queries
/// do: `//`, `\/\/`, `\u002F\u002F`, `%2F%2F`, `%252F%252F`. The host alone is no address: a script may compare it.
package struct AddressSearch: Sendable {
  package struct Address {
    /// The address from its scheme, if it has one, to its end.
    package let range: Range<Int>
    package let group: TrackingGroup
    /// True if more than the host is there.
    package let hasPath: Bool
  }

  private let hosts: [(search: TextSearch, length: Int, group: TrackingGroup)]
  /// The longest label of each host: it stands as it is however the dots are written.
  private let labels: [TextSearch]

  package init(groups: [TrackingGroup]) {
    hosts = groups.flatMap { group in
      group.hosts.map { (TextSearch($0), $0.utf8.count, group) }
    }
    let names = groups.flatMap(\.hosts).compactMap { host in
      host.split(separator: ".").max { $0.utf8.count < $1.utf8.count }
    }
    labels = Set(names).sorted().map { TextSearch(String($0)) }
  }

  /// - Returns: in the order of the text. An address within another, as in its query, is a part of that.
  package func addresses(in text: Span<UInt8>) -> [Address] {
    var candidates: [(start: Int, host: Int)] = []
    for index in hosts.indices { candidates += hosts[index].search.offsets(in: text).map { ($0, index) } }
    if hosts.count > 1 { candidates.sort { $0.start < $1.start } }
    var found: [Address] = []
    for (start, index) in candidates where start >= found.last?.range.upperBound ?? 0 {
      let hostEnd = start + hosts[index].length
      guard let slashes = Self.slashes(before: start, in: text), Self.isEnd(hostEnd, in: text) else {
        continue
      }
      let range = Self.scheme(before: slashes, in: text)..<Self.end(from: hostEnd, in: text)
      found.append(
        Address(range: range, group: hosts[index].group, hasPath: range.upperBound > hostEnd + 1))
    }
    return found
  }

  /// Finds the first host of a group that stands whole in a text, whatever is in front of it.
  func firstHost(in text: Span<UInt8>) -> (start: Int, group: TrackingGroup)? {
    var first: (start: Int, group: TrackingGroup)?
    for (search, length, group) in hosts {
      let start = search.offsets(in: text).first { start in
        let before = start > 0 ? text[start - 1] : 0x20
        return !Self.isHostCharacter(before) && before != UInt8(ascii: ".")
          && Self.isEnd(start + length, in: text)
      }
      if let start, start < first?.start ?? .max { first = (start, group) }
    }
    return first
  }

  /// The first label of hosts under which advertisers of Rakuten Advertising have its click links: `linksynergy.jrs5.com`,
  /// `linksynergy.walmart.com` (public pages).
  private static let label = TextSearch("linksynergy.")

  /// The domain of Rakuten's own hosts. Most of them have no links to follow: one counts where its path is a click link's.
  private static let domain = ".linksynergy.com"
  private static let clickPaths = ["/fs-bin/click", "/fs-bin/stat", "/deeplink", "/link"].map {
    Array($0.utf8)
  }

  /// Finds addresses at hosts that begin with that label, or of click links at other hosts of Rakuten's, and that are no group's.
  /// - Returns: each with its host, in lower case; nothing where no group is Rakuten's.
  package func relatives(in text: Span<UInt8>) -> [(range: Range<Int>, host: String)] {
    guard knowsRelatives else { return [] }
    var found: [(range: Range<Int>, host: String)] = []
    for label in Self.label.offsets(in: text) where label >= found.last?.range.upperBound ?? 0 {
      var start = label
      if label > 0, text[label - 1] == UInt8(ascii: ".") {
        while start > 0, label - start < 64, Self.isInHost(text[start - 1]) { start -= 1 }
      }
      guard let slashes = Self.slashes(before: start, in: text) else { continue }
      var end = start
      while end < text.count, Self.isInHost(text[end]) { end += 1 }
      let host = ASCII.lowercasedText(text, start..<end)
      guard Self.isEnd(end, in: text), host.split(separator: ".").count > 2, !host.hasSuffix("."),
        !hosts.contains(where: { $0.group.hosts.contains(host) }),
        start == label || host.hasSuffix(Self.domain) && Self.isClickPath(from: end, in: text)
      else { continue }
      found.append((Self.scheme(before: slashes, in: text)..<Self.end(from: end, in: text), host))
    }
    return found
  }

  private static func isInHost(_ byte: UInt8) -> Bool { isHostCharacter(byte) || byte == UInt8(ascii: ".") }

  private static func isClickPath(from start: Int, in text: Span<UInt8>) -> Bool {
    clickPaths.contains { path in
      let end = start + path.count
      return end <= text.count && path.indices.allSatisfy { text[start + $0] == path[$0] }
        && (end == text.count || !isHostCharacter(text[end]) && text[end] != UInt8(ascii: "/"))
    }
  }

  private var knowsRelatives: Bool { hosts.contains { $0.group.isRakuten } }

  /// Returns true if an address begins in a piece of a longer text, with character references or without.
  /// - Parameter isLast: false where the text goes on. What stands at the piece's very end is left to the next one then,
  ///   which has to begin `overlap` bytes before.
  package func isIn(_ piece: Span<UInt8>, isLast: Bool) -> Bool {
    let named = labels.flatMap { $0.offsets(in: piece) }
    if named.isEmpty { return false }
    return isPlainlyIn(piece, isLast: isLast)
      || named.contains { start in
        let around = max(0, start - Self.around)..<min(piece.count, start + Self.around)
        let text = piece.extracting(around)
        guard ByteSearch.first(UInt8(ascii: "&"), in: text, from: 0) < text.count else { return false }
        return isPlainlyIn(CharacterReferences.decode(text).bytes.span, isLast: true)
      }
  }

  /// The bytes before and behind a label in which its address begins and its host ends, as references too.
  private static let around = 96

  private func isPlainlyIn(_ piece: Span<UInt8>, isLast: Bool) -> Bool {
    for (search, length, _) in hosts {
      for start in search.offsets(in: piece) where Self.slashes(before: start, in: piece) != nil {
        let end = start + length
        if Self.isEnd(end, in: piece), isLast || end + Self.behind <= piece.count { return true }
      }
    }
    return false
  }

  /// The bytes behind a host that tell whether it ends there.
  private static let behind = 2

  /// The bytes that two pieces of a text have in common, so that no address is cut in both.
  package var overlap: Int {
    let slashes = 2 * (Self.slashSpellings.map(\.count).max() ?? 0)
    return max((hosts.map(\.length).max() ?? 0) + slashes + Self.behind, 2 * Self.around)
  }

  private static let slashSpellings = ["/", "\\/", "\\u002f", "%2f", "%252f", "\\x2f"].map { Array($0.utf8) }
  private static let colonSpellings = [":", "%3a", "%253a"].map { Array($0.utf8) }
  private static let schemes = ["https", "http"].map { Array($0.utf8) }

  /// The offset at which the two slashes in front of a host begin; `nil` where there are none.
  private static func slashes(before end: Int, in text: Span<UInt8>) -> Int? {
    for slash in slashSpellings where stands(slash, before: end, in: text) {
      if stands(slash, before: end - slash.count, in: text) { return end - 2 * slash.count }
    }
    return nil
  }

  /// The offset at which the scheme in front of the slashes begins, or the slashes where there is none.
  private static func scheme(before end: Int, in text: Span<UInt8>) -> Int {
    for colon in colonSpellings where stands(colon, before: end, in: text) {
      for scheme in schemes where stands(scheme, before: end - colon.count, in: text) {
        return end - colon.count - scheme.count
      }
    }
    return end
  }

  private static func stands(_ spelling: [UInt8], before end: Int, in text: Span<UInt8>) -> Bool {
    let start = end - spelling.count
    guard start >= 0 else { return false }
    for index in spelling.indices where ASCII.lowercased(text[start + index]) != spelling[index] {
      return false
    }
    return true
  }

  /// Returns true if a host ends at an offset: `click.linksynergy.com.evil.example` and `…com@evil.example` go on.
  private static func isEnd(_ offset: Int, in text: Span<UInt8>) -> Bool {
    guard offset < text.count else { return true }
    switch text[offset] {
    case UInt8(ascii: "."): return !(offset + 1 < text.count && isHostCharacter(text[offset + 1]))
    case UInt8(ascii: "@"): return false
    case let byte: return !isHostCharacter(byte)
    }
  }

  private static func isHostCharacter(_ byte: UInt8) -> Bool {
    switch ASCII.lowercased(byte) {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"),
      UInt8(ascii: "_"):
      true
    default: false
    }
  }

  /// The end of an address, which is that of the string or the word of text around it.
  private static func end(from start: Int, in text: Span<UInt8>) -> Int {
    var offset = start
    while offset < text.count {
      switch text[offset] {
      case ...0x20, UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: "`"), UInt8(ascii: "<"),
        UInt8(ascii: ">"):
        return offset
      case UInt8(ascii: "\\"):
        // A slash may be escaped; a quote that is ends the string in the string.
        let next = offset + 1 < text.count ? text[offset + 1] : 0
        guard next == UInt8(ascii: "/") || next == UInt8(ascii: "u") else { return offset }
      default: break
      }
      offset += 1
    }
    return offset
  }
}
