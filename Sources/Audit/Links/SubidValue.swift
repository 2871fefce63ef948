internal import AutoTagTracking
internal import AutoTagWebURL

/// What a link has in its subid parameter. The one place that tells the faults apart, so that of the rules about
/// the missing click id only one speaks up.
enum SubidValue: Sendable {
  /// The parameter is not there.
  case absent
  /// It is there and empty.
  case empty(QueryParameter)
  /// It is the click-id token.
  case token
  /// It is the token, percent-encoded once or more often.
  case encodedToken(QueryParameter)
  /// It is nearly the token.
  case misspeltToken(QueryParameter)
  /// It is something else.
  case other(QueryParameter)
  /// It is there more than once.
  case repeated([QueryParameter])

  init(of address: LinkText, for group: TrackingGroup) {
    let found = address.parameters(group.subid)
    guard let parameter = found.first else {
      self = .absent
      return
    }
    guard found.count == 1 else {
      self = .repeated(found)
      return
    }
    guard let value = parameter.value, !value.isEmpty else {
      self = .empty(parameter)
      return
    }
    let written = address.text(value)
    guard written != group.token else {
      self = .token
      return
    }
    let decoded = Self.fullyDecoded(written)
    self =
      if decoded == group.token {
        .encodedToken(parameter)
      } else if NearToken.matches(decoded, group.token) {
        .misspeltToken(parameter)
      } else {
        .other(parameter)
      }
  }

  var isRepeated: Bool {
    if case .repeated = self { true } else { false }
  }

  /// Percent-decoded until nothing changes; what was encoded more often than three times nobody meant.
  static func fullyDecoded(_ text: String) -> String {
    var text = text
    for _ in 0..<3 where text.utf8.contains(UInt8(ascii: "%")) { text = EncodedAddress.decoded(text) }
    return text
  }
}
