/// One rule of a redirect file, as far as messages need it.
public struct RedirectRule: Sendable, Hashable {
  public let format: RedirectFormat

  /// The file as messages show it.
  public let file: String

  /// From 1.
  public let line: Int

  /// The rule as it is written, on one line.
  public let text: String

  /// Why the rule is not understood, so that its answer is `unknown`; `nil` where it is understood.
  public internal(set) var unknown: String?

  init(_ format: RedirectFormat, file: String, line: Int, text: String, unknown: String? = nil) {
    self.format = format
    self.file = file
    self.line = line
    self.text = Self.oneLine(text)
    self.unknown = unknown
  }

  /// Control characters as spaces, and short enough for a message.
  private static func oneLine(_ text: String) -> String {
    // Nearly every rule is one already.
    let bytes = text.utf8
    if bytes.count <= 400, bytes.first != 0x20, bytes.last != 0x20,
      bytes.allSatisfy({ $0 >= 0x20 && $0 != 0x7F })
    {
      return text
    }
    let scalars = text.unicodeScalars.prefix(400).map { $0.value < 0x20 || $0.value == 0x7F ? " " : $0 }
    var line = ""
    line.unicodeScalars.append(contentsOf: scalars)
    while line.hasPrefix(" ") { line.removeFirst() }
    while line.hasSuffix(" ") { line.removeLast() }
    return line
  }
}
