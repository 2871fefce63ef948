internal import AutoTagAudit
internal import AutoTagText
import SystemPackage

/// Sentences about a run's settings, on standard error, so that they are in no report.
enum RunNotes {
  static func write(_ notes: [String], _ color: ColorChoice) {
    let style = color.style(for: .standardError)
    let label = style.paint("note:", .bold)
    StandardError.write(notes.map { "\(label) \(PrintableText.of($0))\n" }.joined())
  }
}
