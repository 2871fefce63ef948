import ArgumentParser

/// A report's format, which a file's name may tell.
protocol NamedFormat: RawRepresentable where RawValue == String {
  /// Returns the format that a name tells by its ending; `nil` where it tells none.
  static func of(fileName: String) -> Self?
}

/// A report to write to a file: `FILE`, whose ending tells the format, or `FORMAT:FILE`.
struct ReportTarget<Format: NamedFormat>: ExpressibleByArgument {
  /// `nil` where it cannot be told.
  let format: Format?
  let path: String

  init?(argument: String) {
    if let colon = argument.firstIndex(of: ":"), let format = Format(rawValue: String(argument[..<colon])) {
      self.format = format
      path = String(argument[argument.index(after: colon)...])
    } else {
      format = Format.of(fileName: argument)
      path = argument
    }
  }
}
