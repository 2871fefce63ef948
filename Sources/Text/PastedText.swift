/// Lines to be pasted that stand in a sentence, such as a rule for a redirect file. Sentences are on one line, where marks
/// stand for the line ends; who prints them breaks the lines. Other line ends in a sentence are somebody's, from a page or a
/// file, and break none.
package enum PastedText {
  private static let mark: Character = "⏎"

  /// Joins lines, to be put into a sentence.
  package static func joined(_ lines: some Sequence<some StringProtocol>) -> String {
    lines.joined(separator: " \(mark) ")
  }

  /// Returns text as the end of a clause that announces it: on lines of its own where it has several.
  package static func announced(_ text: String) -> String {
    text.contains(mark) ? "\(mark) \(text) \(mark)" : text
  }

  /// Returns a sentence cut at its marks. Behind the lines it goes on without the comma that joined it to them: with “or”,
  /// so that nobody takes it for one of them.
  package static func lines(of sentence: String) -> [String] {
    guard sentence.contains(mark) else { return [sentence] }
    let parts = sentence.split(separator: mark, omittingEmptySubsequences: false).map { part in
      let words = part.drop { [" ", ",", ";"].contains($0) }.reversed().drop { $0 == " " }.reversed()
      return (part.hasPrefix(",") && !words.starts(with: "or ") ? "or " : "") + String(words)
    }
    // In the log of a workflow such a line would be a command.
    guard !parts.dropFirst().contains(where: { $0.hasPrefix("::") || $0.hasPrefix("##[") }) else {
      return [sentence]
    }
    return parts.filter { !$0.isEmpty }
  }

  /// Returns a sentence with line ends for its marks.
  package static func withLineEnds(_ sentence: String) -> String {
    sentence.contains(mark) ? lines(of: sentence).joined(separator: "\n") : sentence
  }
}
