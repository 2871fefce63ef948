import ArgumentParser

/// A report to write to a file: `FILE`, whose ending tells the format, or `FORMAT:FILE`.
struct ReportTarget: ExpressibleByArgument {
  /// `nil` where it cannot be told.
  let format: ReportFormat?
  let path: String

  init?(argument: String) {
    if let colon = argument.firstIndex(of: ":"),
      let format = ReportFormat(rawValue: String(argument[..<colon]))
    {
      self.format = format
      path = String(argument[argument.index(after: colon)...])
    } else {
      format = ReportFormat.of(fileName: argument)
      path = argument
    }
  }
}
