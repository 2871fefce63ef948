import AutoTagConversions
import AutoTagText
import TestSupport
import Testing

@Suite("hostile files")
struct HostileFilesTests {
  static let seeds: [String] = [
    Report.text([
      Report.line(), Report.line(u1: "", name: "a \"b\", c", sales: "1,234.56"), Report.line(date: ""),
    ]),
    "\u{FEFF}x\nnetwork=3\n" + Report.text([Report.line()], header: Report.header.reversed()),
    MessageTests.example, "[\(MessageTests.flat), \(MessageTests.event)]",
    MessageTests.line("/pb?" + MessageTests.query) + "\n" + MessageTests.line("/x"),
    "Member ID (U1),MID,# of Clicks,Sales,Total Commission\nabc,1,12,3.00,0.30\n",
  ]

  static let pieces: [String] = [
    "\"", ",", "\n", "\r", "\u{0}", "{", "}", "[", "]", "\\", "-", "9999999999999999999", "%", "token=",
    "\u{FFFD}", "e9",
    "/", ":", " ", "Total",
  ]

  @Test("a file that was tampered with is read or refused, and every line has a place", arguments: seeds)
  func mutated(seed: String) throws {
    var random = Randomness(seed: 1)
    for _ in 0..<150 {
      var bytes = Array(seed.utf8)
      for _ in 0..<Int.random(in: 1...6, using: &random) {
        guard !bytes.isEmpty else { break }
        let place = Int.random(in: 0..<bytes.count, using: &random)
        switch Int.random(in: 0..<4, using: &random) {
        case 0: bytes[place] = UInt8.random(in: 0...255, using: &random)
        case 1: bytes.insert(contentsOf: Array(random.pick(Self.pieces).utf8), at: place)
        case 2: bytes.removeSubrange(place..<min(bytes.count, place + Int.random(in: 1...9, using: &random)))
        default: bytes.insert(contentsOf: bytes[place...].prefix(60), at: place)
        }
      }
      let other = ConversionInput(path: "other", contents: Array(seed.utf8))
      // Sums that are too large end a reading; nothing else does.
      guard
        let conversions = try? Conversions.read(
          [ConversionInput(path: "file", contents: bytes), other], ConversionOptions())
      else { continue }
      let lines = bytes.count { $0 == 0x0A || $0 == 0x0D } + 1
      for finding in conversions.all where finding.file == "file" { #expect(finding.line <= lines + 1) }
      for totals in conversions.totals {
        let entries = conversions.ledger.filter { $0.currency == totals.currency }
        #expect(totals.sums.counted.lines == entries.count(where: \.isCounted))
      }
      #expect(
        !TextConversions(conversions, style: Style(isColored: false), limit: nil).text.contains("\u{0}"))
    }
  }
}
