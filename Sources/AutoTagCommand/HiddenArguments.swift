internal import AutoTagConversions

/// Messages that may repeat an argument. The address of a report, pasted where a file or a word is expected, holds its
/// reader's token, which is written nowhere.
enum HiddenArguments {
  /// Returns a message without the token of an address among the arguments; other messages as they are, since they may be
  /// about the token that a tag replaces.
  static func masked(_ message: String, _ arguments: [String]) -> String {
    arguments.contains(where: isAddress) ? HiddenTokens.masked(message) : message
  }

  private static func isAddress(_ argument: String) -> Bool {
    (argument.contains("?") || argument.contains("&")) && HiddenTokens.masked(argument) != argument
  }
}
