internal import AutoTagBytes
internal import CLibIDN2

extension URLOrigin {
  /// A host, as the URL standard's host parser takes it.
  package enum Host: Sendable, Hashable {
    /// A domain in lower-case ASCII; an internationalised one in its `xn--` form. A trailing dot stays.
    case domain(String)
    /// An address, also where it was written as `0x7f.1` or `2130706433`.
    case ipv4(UInt32)
    case ipv6(UInt128)
    /// The host of a URL whose scheme is not one of the web's, percent-encoded.
    case opaque(String)
    /// No text where the host belongs, as in `file:///x`.
    case empty
    /// Written with characters outside ASCII and refused by libidn2, which is stricter than browsers are:
    /// an emoji domain, hyphens as a label's third and fourth character, a label of more than 63 bytes. It may
    /// be invalid in a browser too. What is certain: it is no domain that can be written in ASCII letters.
    case unverified
  }
}

extension URLOrigin.Host {
  /// - Returns: `nil` when a browser finds the host invalid, and with it the whole URL.
  package init?(_ text: Span<UInt8>, special: Bool) {
    if text.count > 0, text[0] == UInt8(ascii: "[") {
      guard text.count > 1, text[text.count - 1] == UInt8(ascii: "]"),
        let address = IPv6Address.parse(text.extracting(1..<text.count - 1))
      else { return nil }
      self = .ipv6(address)
      return
    }
    guard special else {
      guard let host = Self.opaque(text) else { return nil }
      self = host
      return
    }
    guard let host = Self.domainOrIPv4(text) else { return nil }
    self = host
  }

  private static func domainOrIPv4(_ text: Span<UInt8>) -> Self? {
    if isUsual(text) { return usualDomainOrIPv4(text) }
    if !text.indices.contains(where: { text[$0] >= 0x80 || text[$0] == UInt8(ascii: "%") }) {
      return asciiDomainOrIPv4(text)
    }
    let decoded = PercentEncoding.decode(text, 0..<text.count)
    if decoded.allSatisfy({ $0 < 0x80 }) { return asciiDomainOrIPv4(decoded.span) }
    // No mapping takes an ASCII character away, so a forbidden one decides; it also keeps NUL out of C.
    guard decoded.allSatisfy({ $0 >= 0x80 || !isForbidden($0, inDomain: true) }),
      let unicode = String(validating: decoded, as: UTF8.self)
    else { return nil }
    guard let ascii = internationalized(unicode) else { return .unverified }
    return asciiDomainOrIPv4(ascii.utf8Span.span)
  }

  /// Returns true if a host is of letters, digits, dots and hyphens, as nearly every one is: nothing in it is decoded,
  /// mapped or forbidden.
  private static func isUsual(_ text: Span<UInt8>) -> Bool {
    for index in text.indices {
      let byte = text[index]
      guard ASCII.isAlphanumeric(byte) || byte == UInt8(ascii: ".") || byte == UInt8(ascii: "-") else {
        return false
      }
    }
    return text.count > 0
  }

  /// The standard takes a domain of ASCII as it is, in lower case, whatever its `xn--` labels decode to.
  private static func asciiDomainOrIPv4(_ text: Span<UInt8>) -> Self? {
    guard text.count > 0 else { return nil }
    for index in text.indices where isForbidden(text[index], inDomain: true) { return nil }
    return usualDomainOrIPv4(text)
  }

  private static func usualDomainOrIPv4(_ text: Span<UInt8>) -> Self? {
    if IPv4Address.endsInNumber(text) { return IPv4Address.parse(text).map { .ipv4($0) } }
    return .domain(ASCII.lowercasedText(text, 0..<text.count))
  }

  /// Returns the `xn--` form of a domain by UTS 46, non-transitional, as browsers use it, through libidn2.
  /// - Parameter domain: without NUL.
  /// - Returns: `nil` when libidn2 refuses the domain. It also applies IDNA2008's rules, which browsers do
  ///   not: no emoji, no hyphens at a label's ends or as its third and fourth character, at most 63 bytes a label.
  private static func internationalized(_ domain: String) -> String? {
    var output: UnsafeMutablePointer<CChar>?
    let flags = CInt(IDN2_NONTRANSITIONAL.rawValue)
    let status = domain.withCString { idn2_to_ascii_8z($0, &output, flags) }
    guard status == CInt(IDN2_OK.rawValue), let output else { return nil }
    defer { idn2_free(output) }
    return String(cString: output)
  }

  private static func opaque(_ text: Span<UInt8>) -> Self? {
    if text.count == 0 { return .empty }
    var encoded = ""
    for index in text.indices {
      let byte = text[index]
      if isForbidden(byte, inDomain: false) { return nil }
      if byte > 0x1F, byte < 0x7F {
        encoded.unicodeScalars.append(Unicode.Scalar(byte))
      } else {
        encoded += (byte < 0x10 ? "%0" : "%") + String(byte, radix: 16, uppercase: true)
      }
    }
    return .opaque(encoded)
  }

  /// The standard's "forbidden host code point", or "forbidden domain code point".
  static func isForbidden(_ byte: UInt8, inDomain: Bool) -> Bool {
    switch byte {
    case 0x00, 0x09, 0x0A, 0x0D, 0x20, UInt8(ascii: "#"), UInt8(ascii: "/"), UInt8(ascii: ":"),
      UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "?"), UInt8(ascii: "@"), UInt8(ascii: "["),
      UInt8(ascii: "\\"), UInt8(ascii: "]"), UInt8(ascii: "^"), UInt8(ascii: "|"):
      true
    case 0x00...0x1F, UInt8(ascii: "%"), 0x7F: inDomain
    default: false
    }
  }
}
