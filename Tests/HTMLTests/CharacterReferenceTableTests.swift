import AutoTagHTML
import Foundation
import TestSupport
import Testing

@Suite("The table of character references is that of the HTML standard (section 13.5)")
struct CharacterReferenceTableTests {
  /// Python's `html.entities.html5` is made from the standard's `entities.json`.
  @Test("every name, with and without its semicolon, before anything", Oracle.needs(Oracle.python))
  func names() throws {
    let output = try Oracle.run(
      Oracle.python, ["-c", "import html.entities, json; print(json.dumps(html.entities.html5))"])
    let table = try JSONDecoder().decode([String: String].self, from: output.standardOutput)
    #expect(table.count == 2231)
    for name in Set(table.keys.map { $0.hasSuffix(";") ? String($0.dropLast()) : $0 }) {
      let characters = try #require(table["\(name);"])
      for next in ["", "=", "x", "Z", "7", "-", "&", ";", " ", "é", "\"", "/"] {
        #expect(decode("&\(name);\(next)") == characters + next)
        if next == ";" { continue }
        // Without a semicolon `=`, a letter or a digit after the name makes it text (section 13.2.5.73).
        let isText = table[name] == nil || ["=", "x", "Z", "7"].contains(next)
        #expect(decode("?&\(name)\(next)") == "?" + (isText ? "&\(name)" : characters) + next)
      }
      let other = name == name.uppercased() ? name.lowercased() : name.uppercased()
      #expect(decode("&\(other)x;") == table["\(other)x;"] ?? "&\(other)x;")
    }
  }

  private func decode(_ raw: String) -> String {
    String(decoding: CharacterReferences.decode(Array(raw.utf8).span).bytes, as: UTF8.self)
  }
}
