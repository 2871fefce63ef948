import AutoTagHTML
import Testing

@Suite("Names of elements")
struct TagNamesTests {
  @Test("each of the standard's names is found, in any case, and is spelled as it is called")
  func known() {
    #expect(ElementName.spellings.count == ElementName.allCases.count - 1)
    for (name, spelling) in zip(ElementName.allCases.dropFirst(), ElementName.spellings) {
      #expect("\(name)".lowercased() == spelling.replacing("-", with: ""))
      for text in [String(spelling), spelling.uppercased()] {
        let bytes = Array("<\(text)>".utf8)
        let found = TagNames.standard.name(of: 1..<bytes.count - 1, in: bytes.span)
        #expect(found.name == name)
        #expect(found == TagNames.standard[name])
      }
    }
  }

  @Test(
    "other names are told from each other",
    arguments: [
      "x", "ab", "aa", "scripts", "scrip", "my-element", "my-elements", "annotation-xmls", "a\0", "é",
    ])
  func others(text: String) {
    let bytes = Array(text.utf8)
    let found = TagNames.standard.name(of: bytes.indices, in: bytes.span)
    #expect(found.name == .other)
    #expect(found == TagNames.standard.name(of: bytes.indices, in: bytes.span))
    #expect(found != TagNames.standard.name(of: 0..<bytes.count - 1, in: bytes.span))
  }
}
