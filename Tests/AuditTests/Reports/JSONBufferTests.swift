import AutoTagAudit
import AutoTagBytes
import Testing

@Suite("JSON that is written piece by piece")
struct JSONBufferTests {
  private static func text(_ write: (inout JSONBuffer) -> Void) -> String {
    var buffer = JSONBuffer()
    write(&buffer)
    return String(decoding: buffer.content, as: UTF8.self)
  }

  private static func quoted(_ string: String) -> String {
    var bytes: [UInt8] = []
    JSONText.quote(string, to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }

  @Test(
    "a string is spelled as everywhere else, wherever in it something odd stands",
    arguments: [
      "\"", "\\", "\n", "\r", "\t", "\0", "\u{1B}", "\u{1F}", " ", "\u{7E}", "\u{7F}", "\u{80}", "\u{9F}",
      "\u{A0}",
      "\u{BF}", "\u{C2}", "\u{E9}", "\u{2028}", "日", "😀", "<", "&", "/", "\"\"", "\\\u{85}", "\u{85}\u{85}",
    ])
  func strings(odd: String) {
    for length in 0...35 {
      for offset in 0...length {
        let string =
          String(repeating: "a", count: offset) + odd + String(repeating: "b", count: length - offset)
        #expect(Self.text { $0.write("", string) } == Self.quoted(string))
      }
    }
  }

  @Test(
    "a number has all its digits",
    arguments: [0, 1, 9, 10, 99, 100, 12_345, -1, -10, 1 << 40, .max, .min] as [Int])
  func numbers(number: Int) {
    #expect(Self.text { $0.write("n=", number) } == "n=\(number)")
    #expect(Self.text { $0.write("n=", number as Int?) } == "n=\(number)")
  }

  @Test("what is not there is null")
  func nothing() {
    #expect(Self.text { $0.write("a", nil as Int?) } == "anull")
    #expect(Self.text { $0.write("a", nil as String?) } == "anull")
    #expect(Self.text { $0.write("", true) } + Self.text { $0.write("", false) } == "truefalse")
  }

  @Test("it grows with what is written, and starts anew")
  func growth() {
    var buffer = JSONBuffer()
    for _ in 0..<2 {
      var expected = ""
      for number in 0..<2000 {
        let string = String(repeating: "\u{1B}é", count: number % 50)
        buffer.write(",\n", string)
        expected += ",\n" + Self.quoted(string)
      }
      #expect(String(decoding: buffer.content, as: UTF8.self) == expected)
      buffer.removeAll()
      #expect(buffer.content.isEmpty)
    }
  }
}
