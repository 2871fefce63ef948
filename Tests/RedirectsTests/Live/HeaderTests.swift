import AutoTagRedirects
import Testing

struct HeaderTests {
  /// The results of the HTML standard's steps, web-platform-tests' `refresh` cases among them.
  @Test(
    arguments: [
      ("0; url=/x", "/x"), ("0;url=/x", "/x"), ("5 ; URL = '/x'y", "/x"), ("0, url=\"/x", "/x"),
      ("0;/x", "/x"),
      ("0 /x", "/x"), (".5; url=/x", "/x"), ("1.5.5;url=/x", "/x"), ("0; url /x", "url /x"), ("0;url='", ""),
      ("0", nil), ("0;", nil), ("", nil), ("x; url=/x", nil), ("0url=/x", nil), ("-1; url=/x", nil),
      ("0; ", nil),
    ] as [(String, String?)])
  func refresh(value: String, target: String?) {
    #expect(RefreshHeader.target(Array(value.utf8)).map { String(decoding: $0, as: UTF8.self) } == target)
  }

  @Test(
    arguments: [
      ("0", 0), ("120", 120), ("99999999999999999999", 999_999_999), ("Sun, 06 Nov 1994 08:49:40 GMT", 3),
      ("Sun, 06 Nov 1994 08:49:30 GMT", 0), ("soon", nil), ("", nil), ("-1", nil), ("1.5", nil),
      ("Sun, 06 Nov 1994 08:49 GMT", nil), ("Sun, 06 Foo 1994 08:49:37 GMT", nil),
    ] as [(String, Int?)])
  func retryAfter(value: String, seconds: Int?) {
    let answer = HTTPAnswer(status: 429, fields: [("retry-after", Array(value.utf8))], body: [])
    #expect(RetryAfter.pause(answer, now: 784_111_777) == seconds.map { .seconds($0) })
  }

  @Test func withoutLibcurlThereIsNoCrash() {
    #expect(CurlLibrary.open(["libno-such-library.so.4", "libc.so.6"]) == nil)
    #expect(CurlLibrary.open(["libno-such-library.so.4", "libcurl.so.4"]) != nil)
  }
}
