internal import AutoTagSite
internal import AutoTagText
internal import AutoTagTracking
internal import AutoTagWebURL

/// Checks of a u1 with a value of its own: nothing private, not too long, letters and digits.
enum SubidContentChecks {
  static let all = [privateSubid, longSubid, subidCharacters]

  /// E-mail addresses and phone numbers in u1.
  private static let privateSubid = AuditCheck(
    "private-subid", "u1 looks like an e-mail address or a phone number", .error,
    why:
      "u1 is handed on to the network and shows up in its reports: it must never be an e-mail address, a phone "
      + "number or other private data (\(Guidelines.signature)).",
    fix: "Remove it; the click id says which visit it was.", rewriteRepairs: true
  ) { link, _ in
    func violation(_ parameter: QueryParameter) -> Violation? {
      guard let value = parameter.value, !link.own.hasCode(in: value), let group = link.record.group,
        let kind = PersonalData(SubidValue.fullyDecoded(link.own.text(value)))
      else { return nil }
      return Violation(
        link.own.location(of: parameter.whole), of: link, "\(group.subid) looks like \(kind.rawValue)",
        fix: "remove it", isRepairedByRewrite: link.isRepaired)
    }
    switch link.subid {
    case .other(let parameter): return violation(parameter)
    case .repeated(let parameters): return parameters.lazy.compactMap { violation($0) }.first
    default: return nil
    }
  }

  /// Characters that Rakuten takes in u1 at most.
  private static let longest = 72

  private static let longSubid = AuditCheck(
    "long-subid", "u1 is longer than 72 characters", .warning,
    why:
      "Rakuten takes at most 72 characters (\(Guidelines.signature)); what comes behind is lost, or all of it.",
    fix: "Shorten it.", rewriteRepairs: true
  ) { link, _ in
    guard let found = link.rakutenSubid, !found.isPrivate else { return nil }
    let count = found.value.unicodeScalars.count
    guard count > longest else { return nil }
    return Violation(
      link.own.location(of: found.parameter.whole), of: link,
      "u1 has \(count) characters, and Rakuten takes \(longest)", fix: "shorten it",
      isRepairedByRewrite: link.isRepaired)
  }

  /// A u1 of other characters than letters and digits.
  private static let subidCharacters = AuditCheck(
    "subid-characters", "u1 has characters that Rakuten advises against", .info,
    why:
      "Rakuten asks for letters and digits only (\(Guidelines.signature)). Others may come out changed in its "
      + "reports.",
    fix: "Use the letters a to z and digits.", rewriteRepairs: true
  ) { link, _ in
    guard let found = link.rakutenSubid, !found.isPrivate, found.value.unicodeScalars.count <= longest,
      let odd = found.value.unicodeScalars.first(where: { !$0.isASCIILetterOrDigit })
    else { return nil }
    return Violation(
      link.own.location(of: found.parameter.whole), of: link,
      "u1 has the character “\(odd.value < 0x20 ? "U+\(String(odd.value, radix: 16))" : String(odd))”, and "
        + "only letters and digits are safe",
      fix: "leave it out", isRepairedByRewrite: link.isRepaired)
  }
}

extension WrittenLink {
  /// A u1 with a value of its own that Rakuten is to take; `nil` for the click-id token, also a misspelt one, and for
  /// other networks, which ask for other things. Of template code nobody knows what it writes.
  fileprivate var rakutenSubid: (parameter: QueryParameter, value: String, isPrivate: Bool)? {
    guard case .other(let parameter) = subid, let written = parameter.value, record.group?.isRakuten == true,
      !own.hasCode(in: written)
    else {
      return nil
    }
    let value = own.decodedText(written)
    return (parameter, value, PersonalData(SubidValue.fullyDecoded(value)) != nil)
  }
}

extension Unicode.Scalar {
  fileprivate var isASCIILetterOrDigit: Bool {
    isASCII && (properties.isAlphabetic || ("0"..."9").contains(self))
  }
}
