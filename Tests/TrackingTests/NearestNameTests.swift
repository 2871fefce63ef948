import AutoTagTracking
import Testing

@Suite("The name that was meant")
struct NearestNameTests {
  @Test(
    "a slip of the pen is understood, another word is not",
    arguments: [
      ("exlude", "exclude"), ("xeclude", "exclude"), ("EXCLUDE", "exclude"), ("includes", "include"),
      ("base_url", "base-url"), ("baseurl", "base-url"), ("group", "groups"), ("gruops", "groups"),
      ("existing subid", "existing-subid"), ("zzz", nil), ("", nil), ("redirects", nil), ("é", nil),
      (String(repeating: "include", count: 100), nil),
    ] as [(String, String?)])
  func nearest(written: String, meant: String?) {
    let names = ["base-url", "include", "exclude", "groups", "existing-subid"]
    #expect(NearestName.of(written, among: names) == meant)
  }

  @Test(
    "distance counts insertions, removals, replacements and swaps",
    arguments: [("", "", 0), ("a", "", 1), ("abc", "abc", 0), ("abc", "acb", 1), ("kitten", "sitting", 3)])
  func distance(first: String, second: String, distance: Int) {
    #expect(NearestName.distance(Array(first), Array(second)) == distance)
    #expect(NearestName.distance(Array(second), Array(first)) == distance)
  }
}
