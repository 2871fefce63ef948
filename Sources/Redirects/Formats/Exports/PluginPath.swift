internal import AutoTagBytes
internal import AutoTagWebURL

/// Paths that a plugin compares, as they are stored, with the decoded path of a request.
enum PluginPath {
  /// Returns the stored text in the spelling of lists (`RuleListServer.spelled`), in which a percent sign is one and no
  /// beginning of an encoded byte.
  static func written(_ text: [UInt8]) -> [UInt8] {
    var spelled: [UInt8] = []
    for byte in text {
      if byte == UInt8(ascii: "%") || URLEncoding.mustEncodeInPath(byte) {
        URLEncoding.appendEncoded(byte, to: &spelled)
      } else {
        spelled.append(byte)
      }
    }
    return WordPressText.withOneSlash(spelled)
  }
}
