internal import AutoTagTracking

/// Tells what somebody wrote who meant the click-id token.
///
/// It counts when it differs from the token in letter case (`--click-id--`); in what is no letter or digit
/// (`--CLICKID--`, `{click_id}`, `%%CLICK-ID%%`, `clickid`); or in one or two characters in all (`--CLICK-IDD--`,
/// `-CLICK-ID-`, `--CLIKC-ID--`). Of a short token less may differ, or a word would pass for it.
enum NearToken {
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
