internal import AutoTagSite
internal import AutoTagTracking
internal import AutoTagWebURL

extension WrittenLink {
  /// A u1 with a value of its own that Rakuten is to take; `nil` for the click-id token, also a misspelt one, and for
  /// other networks, whose rules are others. Of template code nobody knows what it writes.
  var rakutenSubid: (parameter: QueryParameter, value: String, isPrivate: Bool)? {
    guard case .other(let parameter) = subid, let written = parameter.value, record.group?.isRakuten == true,
      !own.hasCode(in: written)
    else {
      return nil
    }
    let value = own.decodedText(written)
    return (parameter, value, PersonalData(SubidValue.fullyDecoded(value)) != nil)
  }
}
