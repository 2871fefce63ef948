/// Writes text in a terminal's colours, or plain.
package struct Style {
  enum Ink: String {
    case bold = "1"
    case dim = "2"
    case red = "1;31"
    case green = "32"
    case yellow = "33"
  }

  package let isColored: Bool

  package init(isColored: Bool) {
    self.isColored = isColored
  }

  func paint(_ text: String, _ ink: Ink?) -> String {
    guard isColored, let ink else { return text }
    return "\u{1B}[\(ink.rawValue)m\(text)\u{1B}[0m"
  }
}
