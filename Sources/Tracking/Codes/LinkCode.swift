internal import AutoTagBytes
package import AutoTagWebURL

/// The links of a page to one destination. They share a code.
package struct LinkPlace: Sendable, Hashable, Comparable {
  /// The page's path relative to the site's root with `/`.
  package let page: String
  /// The address that the links lead to, without the subid parameter and without a fragment.
  package let destination: String

  package init(page: String, destination: String) {
    (self.page, self.destination) = (page, destination)
  }

  /// The place of a link.
  /// - Parameters:
  ///   - address: the one that the link leads to.
  ///   - siteRoot: the root of the site's host. Addresses there are kept without it, since it may be known one day and not
  ///     the other.
  package init(page: String, address: WebURL, siteRoot: WebURL, subid: String) {
    let text = address.without(parameter: subid)
    let isOnSite = address.origin == siteRoot.origin && address.port == siteRoot.port
    self.init(
      page: page, destination: isOnSite ? String(text.dropFirst(siteRoot.description.count - 1)) : text)
  }

  // Byte by byte: two files whose names differ in the form of an accent are two pages.

  package static func == (one: LinkPlace, other: LinkPlace) -> Bool {
    one.page.utf8.elementsEqual(other.page.utf8)
      && one.destination.utf8.elementsEqual(other.destination.utf8)
  }

  package func hash(into hasher: inout Hasher) {
    for text in [page, destination] {
      hasher.combine(text.utf8.count)
      for byte in text.utf8 { hasher.combine(byte) }
    }
  }

  package static func < (one: LinkPlace, other: LinkPlace) -> Bool {
    one.page.utf8.elementsEqual(other.page.utf8)
      ? one.destination.utf8.lexicographicallyPrecedes(other.destination.utf8)
      : one.page.utf8.lexicographicallyPrecedes(other.page.utf8)
  }
}

/// Codes that stand in the subid parameter for a page and a destination, so that a network's report tells which link
/// earned, without a tag and without a word about the visitor.
///
/// A code is made from page and destination alone: a build on another machine has the same. It has ten of the letters and
/// digits that are not mistaken for each other, a letter first, and no vowel, so that it is never a word or a number.
package enum LinkCode {
  private static let characters = Array("bcdfghjkmnpqrstvwxyz23456789".utf8)
  private static let letters: UInt64 = 20
  package static let length = 10

  /// A text that might be a code, to try rules with.
  package static let sample = "xk4t9b7wq2"

  /// Returns the code of a place.
  /// - Parameter attempt: 0, or a number from 1 where the codes before are another place's.
  package static func of(_ place: LinkPlace, attempt: Int = 0) -> String {
    var hash = FNV1a64()
    hash.add(part: place.page.utf8Span.span)
    hash.add(part: place.destination.utf8Span.span)
    if attempt > 0 { hash.add(part: String(attempt).utf8Span.span) }
    var rest = hash.value
    let all = UInt64(characters.count)
    return String(unsafeUninitializedCapacity: length) { text in
      text[0] = characters[Int(rest % letters)]
      rest /= letters
      for index in 1..<length {
        text[index] = characters[Int(rest % all)]
        rest /= all
      }
      return length
    }
  }

  /// Returns true for a text that may be a code.
  package static func isCode(_ text: String) -> Bool {
    let bytes = text.utf8
    return bytes.count == length && bytes.allSatisfy { characters.contains($0) }
      && characters[..<Int(letters)].contains(bytes[bytes.startIndex])
  }
}
