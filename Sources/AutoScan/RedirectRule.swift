/// One rule of a redirect file, or what a server answered, as far as messages need it.
public struct RedirectRule: Sendable, Hashable {
  /// `nil` for a server's answer.
  public let format: RedirectFormat?

  /// The file as messages show it; for a server's answer the server.
  public let file: String

  /// From 1; `nil` for a server's answer.
  public let line: Int?

  /// The rule as it is written, on one line; for a server's answer what it said and when.
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

  /// What a server answered.
  /// - Parameters:
  ///   - server: its host, and its port where that is not the scheme's own.
  ///   - text: what it said, and when.
  package init(answerOf server: String, text: String) {
    format = nil
    file = server
    line = nil
    self.text = Self.oneLine(text)
  }

  /// Where the rule is to be found: file and line, or the server.
  public var place: String { line.map { "\(file):\($0)" } ?? file }

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
