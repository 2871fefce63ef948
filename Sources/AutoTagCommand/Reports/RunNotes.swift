internal import AutoTagAudit
internal import AutoTagText
import SystemPackage

/// Sentences about a run's settings, on standard error, so that they are in no report.
enum RunNotes {
  static func write(_ notes: [String], _ color: ColorChoice) {
    let style = color.style(for: .standardError)
    let label = style.paint("note:", .bold)
    // Several sites may have the same to be said.
    var told: Set<String> = []
    let lines = notes.filter { told.insert($0).inserted }
    StandardError.write(lines.map { "\(label) \(PrintableText.of($0))\n" }.joined())
  }
}
