import AutoTagSite
import Testing

@Suite("Lines and columns")
struct PlaceInTextTests {
  private static func text(_ pieces: [String], _ count: Int) -> [UInt8] {
    var text = ""
    var state: UInt64 = 7
    for _ in 0..<count {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      text += pieces[Int(state >> 33) % pieces.count]
    }
    // No offset is asked for behind the last byte.
    return Array((text + ".").utf8)
  }

  @Test(
    "are those that counting byte by byte gives, whatever ends the lines",
    arguments: [
      text(["a", "bc", "\n"], 5000),
      text(["a", "\n", "\r", "\r\n", "long line of text, and more of it"], 5000),
      text(["a", "\r"], 500), text(["\n"], 20_000), text(["a"], 20_000), text(["a\r\n", "b\n\n"], 900), [],
    ], [1, 3, 50, 9000])
  func linesAndColumns(text: [UInt8], step: Int) {
    var counter = LineColumnCounter()
    var line = 1
    var start = 0
    var known = 0
    for target in stride(from: 0, through: text.count, by: step) {
      while known < target {
        let isEnd = text[known] == 0x0A || text[known] == 0x0D && !text[(known + 1)...].starts(with: [0x0A])
        known += 1
        if isEnd { (line, start) = (line + 1, known) }
      }
      counter.advance(to: target, in: text.span)
      // Between CR and LF a line has not ended yet.
      #expect(counter.line == line && counter.column == target - start + 1, "at \(target)")
    }
  }
}
