internal import AutoTagTracking
internal import AutoTagWebURL

/// Finds a u1 of other characters than letters and digits.
struct SubidCharacters: PageRule {
  static let rule = AuditRule(
    "subid-characters", "u1 has characters that Rakuten advises against", .info,
    why:
      "Rakuten asks for letters and digits only (\(Sources.signature)). Others may come out changed in its "
      + "reports.",
    fix: "Use the letters a to z and digits.", rewriteRepairs: true)

  func hits(on page: PageUnderAudit) -> [Hit] {
    page.hits { link in
      guard let found = link.rakutenSubid, !found.isPrivate,
        found.value.unicodeScalars.count <= LongSubid.most,
        let odd = found.value.unicodeScalars.first(where: { !$0.isASCIILetterOrDigit })
      else { return nil }
      return Hit(
        link.own.location(of: found.parameter.whole), of: link,
        "u1 has the character “\(odd.value < 0x20 ? "U+\(String(odd.value, radix: 16))" : String(odd))”, and "
          + "only letters and digits are safe",
        fix: "leave it out", isRepairedByRewrite: link.isRepaired)
    }
  }
}

extension Unicode.Scalar {
  fileprivate var isASCIILetterOrDigit: Bool {
    isASCII && (properties.isAlphabetic || ("0"..."9").contains(self))
  }
}
