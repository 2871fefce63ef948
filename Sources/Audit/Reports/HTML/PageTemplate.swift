/// A file with places to fill, `{{name}}`, of which each is there once or more.
///
/// Two dozen lines and no library: swift-mustache 2.1.1 needs Foundation, which nothing of the library `AutoTag`
/// does. A binary with it starts in 12.5 ms instead of 3.4 ms and is 62 MB larger (x86_64, two cores,
/// `--static-swift-stdlib`); and all that repeats in the report is made by its script, in the browser.
struct PageTemplate {
  private let text: ArraySlice<UInt8>

  init(_ text: [UInt8]) { self.text = text[...] }

  private init(_ text: ArraySlice<UInt8>) { self.text = text }

  /// The parts before and after a place that is there once.
  func split(at name: String) -> (before: PageTemplate, after: PageTemplate) {
    let place = Array("{{\(name)}}".utf8)
    guard let range = text.firstRange(of: place) else { return (self, PageTemplate([])) }
    return (PageTemplate(text[..<range.lowerBound]), PageTemplate(text[range.upperBound...]))
  }

  /// Fills all places in one pass: what is put in is not looked at.
  func filled(with values: [String: [UInt8]]) -> [UInt8] {
    var result: [UInt8] = []
    var rest = text
    while let start = rest.firstRange(of: Array("{{".utf8)),
      let end = rest[start.upperBound...].firstRange(of: Array("}}".utf8))
    {
      result += rest[..<start.lowerBound]
      result += values[String(decoding: rest[start.upperBound..<end.lowerBound], as: UTF8.self)] ?? []
      rest = rest[end.upperBound...]
    }
    return result + rest
  }
}
