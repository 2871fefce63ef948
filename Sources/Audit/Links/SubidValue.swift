internal import AutoTagTracking
internal import AutoTagWebURL

/// The content of a link's subid parameter. The faults are told apart here, so that of the checks for the missing click
/// id only one reports the link.
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

/// A test for text that was meant to be the click-id token.
///
/// It counts when it differs from the token in letter case (`--click-id--`); in what is no letter or digit
/// (`--CLICKID--`, `{click_id}`, `%%CLICK-ID%%`, `clickid`); or in one or two characters in all (`--CLICK-IDD--`,
/// `-CLICK-ID-`, `--CLIKC-ID--`). Of a short token less may differ, or a word would pass for it.
private enum NearToken {
  /// - Parameter text: percent-decoded, and not the token itself.
  static func matches(_ text: String, _ token: String) -> Bool {
    guard text.utf8.count <= 3 * token.utf8.count + 8 else { return false }
    let word = Array(text.lowercased())
    let meant = Array(token.lowercased())
    if word == meant { return true }
    let core = core(of: meant)
    if core.count >= 4, core == Self.core(of: word) { return true }
    let mostEdits = meant.count >= 10 ? 2 : meant.count >= 6 ? 1 : 0
    guard mostEdits > 0, abs(word.count - meant.count) <= mostEdits else { return false }
    return NearestName.distance(word, meant) <= mostEdits
  }

  /// The letters and digits.
  private static func core(of text: [Character]) -> [Character] {
    text.filter { $0.isLetter || $0.isNumber }
  }
}
