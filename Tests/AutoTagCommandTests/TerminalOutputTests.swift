import AutoTagAudit
import AutoTagCommand
import AutoTagConversions
import AutoTagSite
import AutoTagText
import Synchronization
import Testing

@Suite("What a terminal gets")
struct TerminalOutputTests {
  @Test(
    "colour is chosen by the option, then the terminal, then the environment",
    arguments: [
      (ColorChoice.always, false, ["NO_COLOR": "1", "TERM": "dumb"], true),
      (.never, true, ["TERM": "xterm"], false),
      (.auto, true, ["TERM": "xterm"], true),
      (.auto, true, ["TERM": "xterm", "NO_COLOR": ""], true),
      (.auto, true, ["TERM": "xterm", "NO_COLOR": "0"], false),
      (.auto, true, ["TERM": "dumb"], false),
      (.auto, true, [:], false),
      (.auto, false, ["TERM": "xterm"], false),
    ])
  func color(choice: ColorChoice, isTerminal: Bool, environment: [String: String], isOn: Bool) {
    #expect(choice.isOn(isTerminal: isTerminal) { environment[$0] } == isOn)
  }

  @Test(
    "text is printed on one line, and no terminal obeys it",
    arguments: [
      ("plain é 日本 😀", "plain é 日本 😀"), ("a\u{1B}[2J\nb\r\t\u{0}", "a\\u{1b}[2J\\u{a}b\\u{d}\\u{9}\\u{0}"),
      ("a\r\nb", "a\\u{d}\\u{a}b"), ("\u{9B}31m\u{7F}", "\\u{9b}31m\\u{7f}"),
      ("gpj\u{202E}lmth.exe", "gpj\\u{202e}lmth.exe"), ("a\u{2028}b", "a\\u{2028}b"),
    ])
  func printable(text: String, printed: String) {
    #expect(PrintableText.of(text) == printed)
  }

  @Test("a diff is coloured line by line; without the colours it is the same")
  func diff() {
    let diff = "--- a/x\n+++ b/x\n@@ -1,3 +1,3 @@\n same\n--- old\n+new\n\\ No newline at end of file\n"
    let bytes = Array(diff.utf8) + [0x2B, 0xFF, 0x0D, 0x0A]
    #expect(DiffStyle(isColored: false).painted(bytes) == bytes)
    let painted = DiffStyle(isColored: true).painted(bytes)
    let expected =
      "\u{1B}[1m--- a/x\u{1B}[0m\n\u{1B}[1m+++ b/x\u{1B}[0m\n\u{1B}[36m@@ -1,3 +1,3 @@\u{1B}[0m\n same\n"
      + "\u{1B}[31m--- old\u{1B}[0m\n\u{1B}[32m+new\u{1B}[0m\n\\ No newline at end of file\n"
    #expect(
      painted == Array(expected.utf8) + Array("\u{1B}[32m+".utf8) + [0xFF, 0x0D] + Array("\u{1B}[0m\n".utf8))
  }

  /// Collects what is written.
  private final class Terminal: Sendable {
    private let written = Mutex<[String]>([])
    var lines: [String] { written.withLock { $0 } }
    func write(_ text: String) { written.withLock { $0.append(text) } }
  }

  @Test("progress shows after a second, at most ten times a second, and is erased")
  func progress() {
    let terminal = Terminal()
    let start = ContinuousClock.now
    let line = ProgressLine<RunProgress>(start: start, width: 80, write: terminal.write)
    func show(after duration: Duration) {
      line.show(RunProgress(stage: .pages, finished: 1200, total: 4800), at: start + duration)
    }
    for millisecond in 0..<1000 { show(after: .milliseconds(millisecond)) }
    #expect(terminal.lines.isEmpty)
    for millisecond in 1000..<2000 { show(after: .milliseconds(millisecond)) }
    #expect(terminal.lines.count == 10)
    #expect(terminal.lines.first == "\r\u{1B}[Kreading: 1200 of 4800 pages · 1200/s · 1 s")
    line.erase()
    #expect(terminal.lines.last == "\r\u{1B}[K")
    show(after: .seconds(9))
    line.erase()
    #expect(terminal.lines.count == 11)
  }

  @Test(
    "progress says what is counted, and of how many",
    arguments: [
      (RunProgress(stage: .findingRedirects, finished: 7), "looking for redirects: 7 pages"),
      (
        RunProgress(stage: .findingLinks, finished: 1, total: 9),
        "looking for links to ask about: 1 of 9 pages"
      ),
      (RunProgress(stage: .askingServers, finished: 2, total: 3), "2 of 3 links answered"),
      (RunProgress(stage: .pages, finished: 1, total: 1), "1 of 1 page read"),
      // A site that grew while it was read.
      (RunProgress(stage: .pages, finished: 3, total: 2), "3 of 3 pages read"),
      (
        RunProgress(stage: .remainingPages, finished: 4, total: 5),
        "all read, 4 of 5 pages with links that matter finished"
      ),
    ])
  func progressWords(progress: RunProgress, words: String) {
    #expect(progress.words == words)
  }

  private static func reading(
    _ stage: ReadingProgress.Stage = .reading, bytes: Int, of total: Int?, finished: Int = 0, files: Int = 2
  ) -> ReadingProgress {
    var progress = ReadingProgress(files: files, total: total)
    (progress.stage, progress.bytes, progress.finishedFiles) = (stage, bytes, finished)
    return progress
  }

  @Test(
    "the reading of reports tells its bytes, of how many where that is known, and its rate",
    arguments: [
      (reading(bytes: 45_120_000, of: 137_000_000), "reading: 45.1 of 137.0 MB · 22.5 MB/s · 2 s"),
      (reading(bytes: 45_000_000, of: nil), "reading: 45.0 MB · 22.5 MB/s · 2 s"),
      // A log that grew while it was read.
      (reading(bytes: 300_000, of: 200_000), "reading: 0.3 of 0.3 MB · 0.1 MB/s · 2 s"),
      (
        reading(.counting, bytes: 9_000_000, of: 9_000_000, finished: 2), "counting: 9.0 of 9.0 MB read · 2 s"
      ),
      (
        reading(bytes: 999_999_999_999, of: 1_000_000_000_000),
        "reading: 999999.9 of 1000000.0 MB · 499999.9 MB/s · 2 s"
      ),
    ])
  func readingLine(progress: ReadingProgress, line: String) {
    let terminal = Terminal()
    let start = ContinuousClock.now
    ProgressLine<ReadingProgress>(start: start, width: 80, write: terminal.write)
      .show(progress, at: start + .seconds(2))
    #expect(terminal.lines == ["\r\u{1B}[K" + line])
  }

  @Test(
    "a reading of reports that is interrupted says what was read",
    arguments: [
      (nil, "Stopped: nothing was written.\n"),
      (
        reading(bytes: 45_120_000, of: 137_000_000, finished: 1),
        "Stopped at 1 of 2 files, 45.1 of 137.0 MB read: nothing was written.\n"
      ),
      (reading(bytes: 12, of: nil, files: 1), "Stopped at 0 of 1 file, 0.0 MB read: nothing was written.\n"),
      (
        reading(.reporting, bytes: 2_000_000, of: 2_000_000, finished: 2),
        "Stopped at 2 of 2 files, 2.0 of 2.0 MB read: each report is whole, or not there.\n"
      ),
    ])
  func readingInterruption(progress: ReadingProgress?, text: String) {
    #expect(InterruptionText.of(progress) == text)
  }

  @Test(
    "the longest line of progress fits into 80 columns",
    arguments: [
      RunProgress.Stage.findingRedirects, .findingLinks, .askingServers, .pages, .remainingPages,
    ])
  func progressFits(stage: RunProgress.Stage) {
    let terminal = Terminal()
    let start = ContinuousClock.now
    ProgressLine<RunProgress>(start: start, width: 80, write: terminal.write)
      .show(RunProgress(stage: stage, finished: 1_234_567, total: 8_765_432), at: start + .seconds(86_400))
    #expect(terminal.lines.first?.hasSuffix(" · 14/s · 86400 s") == true, "\(terminal.lines)")
  }

  @Test(
    "a run that is interrupted says what is finished and what is left",
    arguments: [
      (
        RunProgress(stage: .pages, finished: 3, total: 9), true,
        "Stopped at 3 of 9 pages read: what was written is whole, the rest is as it was, and the same command goes on "
      ),
      (
        RunProgress(stage: .askingServers, finished: 1, total: 2), true,
        "answered: nothing was written yet.\n"
      ),
      (
        nil, true,
        "Stopped: what was written is whole, the rest is as it was, and the same command goes on from there.\n"
      ),
      (RunProgress(stage: .pages, finished: 3), false, "Stopped at 3 pages read: nothing was changed.\n"),
    ])
  func interruption(progress: RunProgress?, writes: Bool, text: String) {
    #expect(InterruptionText.of(progress, writes: writes).contains(text))
  }

  @Test("progress that was never shown is not erased, and a narrow terminal gets what fits")
  func smallProgress() {
    let terminal = Terminal()
    let start = ContinuousClock.now
    let unseen = ProgressLine<RunProgress>(start: start, width: 80, write: terminal.write)
    unseen.show(RunProgress(stage: .pages), at: start + .milliseconds(999))
    unseen.erase()
    #expect(terminal.lines.isEmpty)
    ProgressLine<RunProgress>(start: start, width: 10, write: terminal.write)
      .show(RunProgress(stage: .pages), at: start + .seconds(1))
    #expect(terminal.lines == ["\r\u{1B}[Kreading: "])
  }
}
