import AutoTagFiles
import Testing

@Suite("Globs of pages")
struct PathGlobTests {
  @Test(
    "match whole paths",
    arguments: [
      ("**/*.html", "index.html", true),
      ("**/*.html", "a/b/index.html", true),
      ("**/*.html", "a/INDEX.HTML", true),
      ("**/*.html", "a/.html", true),
      ("**/*.html", "a/html", false),
      ("**/*.html", "a/b.html.gz", false),
      ("**/*.html", "a.html/b", false),
      ("*.html", "index.html", true),
      ("*.html", "a/b/index.html", true),
      ("/*.html", "index.html", true),
      ("/*.html", "a/index.html", false),
      ("./*.html", "a/index.html", false),
      ("a/*.html", "a/b.html", true),
      ("a/*.html", "a/b/c.html", false),
      ("a/*.html", "x/a/b.html", false),
      ("a/**", "a", false),
      ("a/**", "a/b", true),
      ("a/**", "a/b/c", true),
      ("a/**/z", "a/z", true),
      ("a/**/z", "a/b/c/z", true),
      ("a/**/z", "a/b/z/c", false),
      ("a/**/b/**/c", "a/x/b/y/b/c", true),
      ("a/**/b/**/c", "a/b/x", false),
      ("**/a/**/b", "x/a/a/y/b", true),
      ("**", "a/b", true),
      ("drafts", "drafts", true),
      ("drafts", "a/drafts", true),
      ("drafts/", "a/drafts", true),
      ("/drafts", "a/drafts", false),
      ("drafts", "drafts2", false),
      ("page-?.html", "page-1.html", true),
      ("page-?.html", "page-12.html", false),
      // Bytes count, not letters, as for git: a name need not be text.
      ("page-?.html", "page-é.html", false),
      ("page-??.html", "page-é.html", true),
      ("page-[0-9].html", "page-1.html", true),
      ("page-[!0-9].html", "page-1.html", false),
      ("page-[!0-9].html", "page-x.html", true),
      ("\\*.html", "*.html", true),
      ("\\*.html", "a.html", false),
      ("a b/*", "a b/c d", true),
      ("*", "a\nb", true),
      ("日本/*.html", "日本/ソ.html", true),
      ("", "a", false),
      (".", "a", false),
      ("/", "a", false),
      ("**/*.?tml", "a/b.html", true),
      ("**/*.*", "a/.htaccess", true),
    ])
  func match(pattern: String, path: String, isMatch: Bool) {
    let names = path.split(separator: "/").map { FileName(String($0)) }
    #expect(PathGlob(pattern).matches(names) == isMatch)
  }

  @Test("with many asterisks take no exponential time")
  func asterisks() {
    let pattern = String(repeating: "**/a*/", count: 30) + "z"
    let path = Array(repeating: FileName(String(repeating: "a", count: 100)), count: 60)
    #expect(!PathGlob(pattern).matches(path))
    #expect(!PathGlob(String(repeating: "a*", count: 40) + "z").matches([path[0]]))
  }

  @Test("match names that are no UTF-8")
  func bytes() {
    #expect(PathGlob("*.html").matches([FileName([0xE9, 0x2E, 0x68, 0x74, 0x6D, 0x6C])]))
    #expect(PathGlob("a*.html").matches([FileName([0x61, 0xE9, 0x2E, 0x68, 0x74, 0x6D, 0x6C])]))
  }
}
