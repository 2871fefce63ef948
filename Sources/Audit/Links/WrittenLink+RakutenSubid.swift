internal import AutoTagSite

extension WrittenLink {
  /// A u1 with a value of its own that Rakuten is to take; `nil` for the click-id token, also a misspelt one, and for
  /// other networks, whose rules are others. Of template code nobody knows what it writes.
  var rakutenSubid: (parameter: AddressText.Parameter, value: String, isPrivate: Bool)? {
    guard case .other(let parameter) = subid, let written = parameter.value, record.group?.isRakuten == true,
      !own.hasCode(in: written)
    else {
      return nil
    }
    let value = own.decoded(written)
    return (parameter, value, PersonalData(SubidValue.fullyDecoded(value)) != nil)
  }
}
