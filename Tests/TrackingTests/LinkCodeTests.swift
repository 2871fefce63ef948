import AutoTagTracking
import Testing

@Suite("Codes of links, and the map that keeps them")
struct LinkCodeTests {
  /// The codes are those of a few lines of Python that follow `LinkCode`'s words.
  @Test(
    "a code is made of page and destination alone, on every machine and in every version",
    arguments: [
      ("index.html", "https://click.linksynergy.com/deeplink", 0, "rv6f8cjq3v"),
      ("index.html", "https://click.linksynergy.com/deeplink", 1, "gj8swhvb9y"),
      ("blog/a.html", "https://click.linksynergy.com/deeplink?id=A&mid=2", 0, "k76y9wphdd"),
      ("a", "bc", 0, "kn7xrh388f"), ("ab", "c", 0, "njpzdk897b"),
    ])
  func isStable(page: String, destination: String, attempt: Int, code: String) {
    #expect(LinkCode.of(LinkPlace(page: page, destination: destination), attempt: attempt) == code)
  }

  @Test("letters and digits, at most twelve, no word, no number, and hardly ever the same")
  func shape() {
    var seen: Set<String> = []
    for number in 0..<100_000 {
      let code = LinkCode.of(LinkPlace(page: "p\(number % 300).html", destination: "\(number)"))
      #expect(LinkCode.isCode(code))
      #expect(code.utf8.count <= 12 && code.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber) })
      #expect(code.first?.isLetter == true && !code.contains { "aeiou01l".contains($0) })
      seen.insert(code)
    }
    #expect(seen.count == 100_000)
  }

  @Test(
    arguments: [
      "", "summer", "--CLICK-ID--", "k76y9wphd", "k76y9wphddd", "K76y9wphdd", "276y9wphdd", "a76y9wphdd",
      "k76y9wphd0", "k76y9wphd ",
    ])
  func isNoCode(_ text: String) { #expect(!LinkCode.isCode(text)) }

  @Test("comes back from its file, whatever the names are, sorted")
  func roundTrip() throws {
    var map = LinkCodeMap()
    let places = [
      ("z.html", "https://e.com/"), ("a.html", "https://e.com/?b"), ("a.html", "https://e.com/?a"),
      ("tab\there\\t\nand\r\n\u{301}.html", "/go/ü"), ("", ""),
    ].map { LinkPlace(page: $0, destination: $1) }
    for place in places { map.set(LinkCode.of(place), for: place) }
    let text = map.text
    #expect(try LinkCodeMap(Array(text.utf8), file: "x") == map)
    #expect(try LinkCodeMap(Array(text.replacing("\n", with: "\r\n").utf8), file: "x") == map)
    let lines = text.split(separator: "\n").dropFirst().map { $0.drop { $0 != "\t" } }
    #expect(lines == lines.sorted())
    #expect(text.hasPrefix("code\tpage\tdestination\n") && text.hasSuffix("\n"))
  }

  @Test("a place has one code, and a code one place")
  func isOneToOne() {
    let (one, two) = (LinkPlace(page: "a", destination: "x"), LinkPlace(page: "b", destination: "x"))
    var map = LinkCodeMap()
    map.set("kkkkkkkkkk", for: one)
    map.set("kkkkkkkkkk", for: two)
    #expect(map.codes == [two: "kkkkkkkkkk"] && map.places == ["kkkkkkkkkk": two])
    map.set("mmmmmmmmmm", for: two)
    #expect(map.codes == [two: "mmmmmmmmmm"] && map.places == ["mmmmmmmmmm": two])
  }

  @Test("names that differ in the form of an accent are two pages")
  func formsOfAccents() throws {
    let twins = ["caf\u{E9}.html", "cafe\u{301}.html"].map { LinkPlace(page: $0, destination: "x") }
    #expect(twins[0] != twins[1] && LinkCode.of(twins[0]) != LinkCode.of(twins[1]))
    var map = LinkCodeMap()
    for place in twins { map.set(LinkCode.of(place), for: place) }
    #expect(map.codes.count == 2)
    #expect(try LinkCodeMap(Array(map.text.utf8), file: "x") == map)
  }

  @Test("what another run wrote is taken over, but for what is known here")
  func takesOver() {
    let places = ["a", "b", "c"].map { LinkPlace(page: $0, destination: "x") }
    var (own, other) = (LinkCodeMap(), LinkCodeMap())
    own.set("kkkkkkkkkk", for: places[0])
    other.set("mmmmmmmmmm", for: places[0])
    other.set("kkkkkkkkkk", for: places[1])
    other.set("nnnnnnnnnn", for: places[2])
    own.take(other)
    #expect(own.codes == [places[0]: "kkkkkkkkkk", places[2]: "nnnnnnnnnn"])
  }

  @Test(
    "a file that is none is refused with its line",
    arguments: [
      ("", "f:1: a map of link codes begins with"), ("code,page\n", "f:1: a map"),
      ("code\tpage\tdestination\nkkkkkkkkkk\ta\n", "f:2: a line has a code, a page and a destination"),
      ("code\tpage\tdestination\nkkkkkkkkkk\ta\tb\tc\n", "f:2: a line has"),
      ("code\tpage\tdestination\nkkkkkkkkkk\ta\\x\tb\n", "f:2: a line has"),
      (
        "code\tpage\tdestination\nkkkkkkkkkk\ta\tb\n\nkkkkkkkkkk\ta\tc\n",
        "f:4: the code or the link is on another line"
      ),
      ("code\tpage\tdestination\nkkkkkkkkkk\ta\tb\nmmmmmmmmmm\ta\tb\n", "f:3: the code or the link"),
      ("code\tpage\tdestination\nsummer\ta\tb\n", "f:2: “summer” is no code of a link"),
      ("<<<<<<< HEAD\ncode\tpage\tdestination\n", "f:1: a map"),
      ("code\tpage\tdestination\n<<<<<<< HEAD\n", "f:2: a line has"),
    ])
  func refuses(text: String, message: String) {
    #expect {
      try LinkCodeMap(Array(text.utf8), file: "f")
    } throws: {
      "\($0)".hasPrefix(message)
    }
  }
}
