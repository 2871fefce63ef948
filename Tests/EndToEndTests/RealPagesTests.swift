import Foundation
import TestSupport
import Testing

extension SlowTests {
  @Suite("Pages that others wrote")
  struct RealPagesTests {
    static let corpus = Oracle.root.appending(path: ".build/corpus").path

    @Test(
      "of Debian's documentation, with links planted in one of ten, change by nothing else",
      Oracle.needs(Oracle.python, "\(corpus)/installed.txt"))
    func documentation() async throws {
      let folder = try TemporaryFolder()
      let output = try await Oracle.slowScript(
        "real_pages.py", [Product.autotag, Self.corpus, folder.url.path])
      print(String(decoding: output.standardOutput, as: UTF8.self), terminator: "")
      let pages = output.lines.first?.split(separator: " ").first.flatMap { Int($0) }
      #expect(try #require(pages) >= 10_000)
    }
  }
}
