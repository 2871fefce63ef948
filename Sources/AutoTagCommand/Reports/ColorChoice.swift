import ArgumentParser
internal import AutoTagAudit
internal import AutoTagText
import SystemPackage

/// The choice of coloured output.
package enum ColorChoice: String, WordChoice {
  case auto, always, never

  /// - Parameters:
  ///   - isTerminal: whether the output is one.
  ///   - environment: gives the value of an environment variable.
  package func isOn(isTerminal: Bool, environment: (String) -> String?) -> Bool {
    switch self {
    case .always: return true
    case .never: return false
    case .auto:
      // https://no-color.org: present and not empty.
      guard isTerminal, (environment("NO_COLOR") ?? "").isEmpty else { return false }
      return (environment("TERM") ?? "dumb") != "dumb"
    }
  }

  /// Returns true if output to a stream of this process is coloured.
  func isOn(for stream: FileDescriptor) -> Bool {
    isOn(isTerminal: Terminal.isTerminal(stream), environment: Terminal.environment)
  }

  /// The style for a stream of this process.
  func style(for stream: FileDescriptor) -> Style {
    Style(isColored: isOn(for: stream))
  }
}
