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
      // Braces as in bash 5 (brace expansion, then globstar).
      ("{a,b}/**", "a/x", true), ("{a,b}/**", "b/x/y", true), ("{a,b}/**", "c/x", false),
      ("{a,b}", "x/b", true),
      ("**/*.{html,htm}", "x/a.HTM", true), ("**/*.{html,htm}", "x/a.xhtml", false),
      ("/x{,-old}.html", "x.html", true),
      ("/x{,-old}.html", "x-old.html", true), ("{a/b,c}/d", "a/b/d", true), ("{a/b,c}/d", "c/d", true),
      ("{a,{b,c}d}/x", "cd/x", true), ("{a,{b,c}d}/x", "ad/x", false), ("{a}", "{a}", true),
      ("{a}", "a", false),
      ("{a}{b,c}", "{a}c", true), ("\\{a,b\\}", "{a,b}", true), ("{a\\,b,c}", "a,b", true),
      ("[{,]x", "{x", true),
      ("{}", "{}", true), ("a{1,2}{3,4}", "a23", true), ("a{1,2}{3,4}", "a33", false), ("a,b", "a,b", true),
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

  static let faults: [(pattern: String, says: String?)] = [
    ("[", "has a [ that is not closed"), ("a/[b", "has a [ that"), ("[]", "has a [ that"),
    ("[!]", "has a [ that"),
    ("[a/b]", "has a [ that"), ("{a,[b}", "has a [ that"), ("\\[", nil), ("[]]", nil), ("[!]]x", nil),
    ("[[:alpha:]]", nil),
    ("[[:alpha:]", "has a [ that"), ("]", nil), ("[\\]]", nil), ("{a,b", "has a { that is not closed"),
    ("{a,{b,c}", "has a { that"),
    ("\\{a", nil), ("}", nil), ("a}", nil), ("{a}", nil), ("[{]", nil), ("{a,b}/**", nil),
    (String(repeating: "{a,b}", count: 8), nil),
    (String(repeating: "{a,b}", count: 9), "stands for more than 256"),
    ("{\(String(repeating: "a,", count: 300))}", "stands for more than 256"),
    ("", "names nothing"), ("/", "names nothing"), (".", "names nothing"), ("./", "names nothing"),
    ("{a,}", "names nothing"),
    ("../x", "leads out of the site"), ("a/../b", "leads out"), ("a..b", nil), ("...", nil),
    ("a\\", "ends in a \\"), ("a\\\\", nil),
    ("**", nil), ("drafts/", nil), ("a b", nil),
  ]

  @Test("that cannot be meant are told of", arguments: faults)
  func fault(test: (pattern: String, says: String?)) {
    let fault = PathGlob.fault(in: test.pattern)
    if let says = test.says {
      #expect(fault?.hasPrefix(says) == true, "\(fault ?? "none")")
    } else {
      #expect(fault == nil)
    }
  }

  @Test("made of a path match it alone", arguments: ["a*b", "a?", "[x]", "{a,b}", "a\\b", "a b/ü", "x,y"])
  func escaped(path: String) {
    let names = path.split(separator: "/").map { FileName(String($0)) }
    let glob = PathGlob("/" + PathGlob.escaped(path))
    #expect(glob.matches(names))
    #expect(PathGlob.fault(in: PathGlob.escaped(path)) == nil)
    #expect(!glob.matches([FileName("ab")]) && !glob.matches([FileName("x")]))
  }

  @Test("match names that are no UTF-8")
  func bytes() {
    #expect(PathGlob("*.html").matches([FileName([0xE9, 0x2E, 0x68, 0x74, 0x6D, 0x6C])]))
    #expect(PathGlob("a*.html").matches([FileName([0x61, 0xE9, 0x2E, 0x68, 0x74, 0x6D, 0x6C])]))
  }
}
