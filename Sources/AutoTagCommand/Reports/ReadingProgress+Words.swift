package import AutoTagConversions
internal import AutoTagText

extension ReadingProgress: ShownProgress {
  /// “1 of 2 files, 45.1 of 137.0 MB read”.
  package var words: String { "\(finishedFiles) of \(Count.of(files, "file")), \(amount) read" }

  package var shortWords: String {
    switch stage {
    case .reading: "reading: \(amount)"
    case .counting, .reporting: "counting: \(amount) read"
    }
  }

  package func rate(milliseconds: Int64) -> String? {
    stage == .reading ? Self.megabytes(Int64(bytes) * 1000 / milliseconds) + " MB/s" : nil
  }

  private var amount: String {
    let read = Self.megabytes(Int64(bytes))
    // A log may grow while it is read.
    return (total.map { "\(read) of \(Self.megabytes(Int64(max($0, bytes))))" } ?? read) + " MB"
  }

  private static func megabytes(_ bytes: Int64) -> String { "\(bytes / 1_000_000).\(bytes / 100_000 % 10)" }
}
