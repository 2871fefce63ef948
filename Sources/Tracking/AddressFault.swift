internal import AutoTagBytes

/// An address that names a group's host and does not lead there as it is written.
package struct AddressFault: Sendable, Hashable {
  package enum Kind: Sendable, Hashable {
    /// It begins with the host, so that a browser takes it for a file's name.
    case withoutScheme
    /// It has two schemes, or one that is misspelt.
    case brokenScheme
    /// It is another host's, or the site's, and the group's address stands in its path or query.
    case wrapped
  }

  package let kind: Kind
  package let group: TrackingGroup
  /// The bytes to show: the address inside of a wrapped one, else all.
  package let range: Range<Int>

  /// True for an address that stands right behind a scheme of a program's own, as in `intent://click.linksynergy.com/…`.
  package let isBehindScheme: Bool

  package init(kind: Kind, group: TrackingGroup, range: Range<Int>, isBehindScheme: Bool = false) {
    (self.kind, self.group, self.range) = (kind, group, range)
    self.isBehindScheme = isBehindScheme
  }

  /// The fault in words.
  package var fault: Fault {
    switch kind {
    case .withoutScheme: .addressWithoutScheme(of: group)
    case .brokenScheme: .addressSchemeBroken(of: group)
    case .wrapped: .addressWrapped(of: group)
    }
  }
}

extension AddressSearch {
  /// Finds out why an address that does not lead to a group names one.
  /// - Parameter address: such as an `href`, its character references decoded, with the white space around it.
  /// - Returns: `nil` where it names none.
  package func fault(of address: Span<UInt8>) -> AddressFault? {
    let stripped = ASCII.strippedRange(address)
    let text = address.extracting(stripped)
    // `https:host` and `https:/host` are paths on a page that came by https.
    if let (start, group) = firstHost(in: text), let kind = Self.kind(ofFront: text.extracting(0..<start)) {
      return AddressFault(kind: kind, group: group, range: address.indices)
    }
    guard let found = addresses(in: address).first else { return nil }
    // All of it is encoded, `https%3A%2F%2F…`.
    return found.range.lowerBound == stripped.lowerBound
      ? AddressFault(kind: .brokenScheme, group: found.group, range: address.indices)
      : AddressFault(
        kind: .wrapped, group: found.group, range: found.range,
        isBehindScheme: Self.isScheme(address.extracting(stripped.lowerBound..<found.range.lowerBound)))
  }

  /// Returns true for a scheme and its colon, which may be all of an address up to another one's slashes.
  private static func isScheme(_ front: Span<UInt8>) -> Bool {
    guard front.count > 1, front.count <= longestFront, ASCII.isLetter(front[0]),
      front[front.count - 1] == UInt8(ascii: ":")
    else { return false }
    for index in 0..<(front.count - 1) {
      let byte = front[index]
      guard ASCII.isAlphanumeric(byte) || "+-.".utf8.contains(byte) else { return false }
    }
    return true
  }

  /// More is no scheme, however it is misspelt.
  private static let longestFront = 40

  /// Returns the fault of an address by what stands in front of its host; `nil` where the host is a part of another
  /// address.
  private static func kind(ofFront front: Span<UInt8>) -> AddressFault.Kind? {
    if front.count == 0 || front.count == 1 && front[0] == UInt8(ascii: "/") { return .withoutScheme }
    guard front.count <= longestFront, front[0] != UInt8(ascii: "/") else { return nil }
    var words: [String] = []
    var isInWord = false
    var (colons, slashes, strays) = (0, 0, 0)
    // A single word and its colon in front of `https:`, as in `url:https://`.
    var isLabelled = false
    var index = 0
    while index < front.count {
      let byte = ASCII.lowercased(front[index])
      defer { index += 1 }
      if ASCII.isLetter(byte) {
        if !isInWord { words.append("") }
        isInWord = true
        words[words.count - 1].unicodeScalars.append(Unicode.Scalar(byte))
        continue
      }
      isInWord = false
      switch byte {
      case UInt8(ascii: ":"), UInt8(ascii: ";"):
        colons += 1
        if words.count == 1, slashes == 0 { isLabelled = true }
      case UInt8(ascii: "/"), UInt8(ascii: "\\"): slashes += 1
      case UInt8(ascii: "."), UInt8(ascii: ","): break
      case UInt8(ascii: "%"): index += 2
      // Quotes of all kinds, brackets and white space that were copied with the address.
      case ...0x20, 0x80..., UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: "`"), UInt8(ascii: "("),
        UInt8(ascii: "["), UInt8(ascii: "<"), UInt8(ascii: "*"), UInt8(ascii: "|"):
        strays += 1
      default: return nil
      }
    }
    if words.isEmpty { return colons > 0 || slashes > 1 ? .brokenScheme : strays > 0 ? .withoutScheme : nil }
    if words.allSatisfy({ isScheme($0) }) { return .brokenScheme }
    // `go:click.linksynergy.com`
    if words.count == 1, isLabelled, slashes == 0 { return .brokenScheme }
    return words.count == 2 && isLabelled && ["http", "https"].contains(words[1]) && slashes <= 2
      ? .brokenScheme : nil
  }

  /// Returns true for `http` and `https`, parts of them, and what may be meant by a misspelling.
  private static func isScheme(_ word: String) -> Bool {
    if word.utf8.allSatisfy({ "htps".utf8.contains($0) }) { return true }
    return ["http", "https"].contains {
      NearestName.distance(Array(word), Array($0)) <= (word.hasPrefix("h") && word.utf8.count > 3 ? 2 : 1)
    }
  }
}
