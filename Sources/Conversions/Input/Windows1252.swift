/// The encoding of files that programs on Windows write for Western Europe.
enum Windows1252 {
  /// Appends the text of some bytes in UTF-8.
  static func append(_ bytes: ArraySlice<UInt8>, to text: inout [UInt8]) {
    for byte in bytes {
      if byte < 0x80 {
        text.append(byte)
      } else {
        let scalar = byte < 0xA0 ? punctuation[Int(byte) - 0x80] : Unicode.Scalar(byte)
        text += String(Character(scalar)).utf8
      }
    }
  }

  /// The characters of 0x80 to 0x9F (WHATWG, “Encoding”, index windows-1252); the others are those of Unicode.
  private static let punctuation: [Unicode.Scalar] = [
    "\u{20AC}", "\u{81}", "\u{201A}", "\u{192}", "\u{201E}", "\u{2026}", "\u{2020}", "\u{2021}", "\u{2C6}",
    "\u{2030}",
    "\u{160}", "\u{2039}", "\u{152}", "\u{8D}", "\u{17D}", "\u{8F}", "\u{90}", "\u{2018}", "\u{2019}",
    "\u{201C}",
    "\u{201D}", "\u{2022}", "\u{2013}", "\u{2014}", "\u{2DC}", "\u{2122}", "\u{161}", "\u{203A}", "\u{153}",
    "\u{9D}",
    "\u{17E}", "\u{178}",
  ]
}
