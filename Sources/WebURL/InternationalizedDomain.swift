internal import AutoTagBytes
internal import CLibIDN2

/// Domains with characters outside ASCII, through libidn2: the only file here that touches C.
enum InternationalizedDomain {
  /// The `xn--` form by UTS 46, non-transitional, as browsers use it.
  /// - Parameter domain: without NUL.
  /// - Returns: `nil` when libidn2 refuses the domain. It also applies IDNA2008's rules, which browsers do
  ///   not: no emoji, no hyphens at a label's ends or its third and fourth place, at most 63 bytes a label.
  static func toASCII(_ domain: String) -> String? {
    var output: UnsafeMutablePointer<CChar>?
    let flags = CInt(IDN2_NONTRANSITIONAL.rawValue)
    let status = domain.withCString { idn2_to_ascii_8z($0, &output, flags) }
    guard status == CInt(IDN2_OK.rawValue), let output else { return nil }
    defer { idn2_free(output) }
    return String(cString: output)
  }
}
