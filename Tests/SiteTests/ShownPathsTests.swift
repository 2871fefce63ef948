import AutoTagSite
import Testing

@Suite("Paths as an editor follows them from where the program was run")
struct ShownPathsTests {
  static let cases: [(site: String, real: String, file: String, path: String)] = [
    ("public", "/here/public", "a/b.html", "public/a/b.html"),
    ("./public/", "/here/public", ".htaccess", "public/.htaccess"),
    (".", "/here", "a.html", "a.html"), (".", "/here", ".", "."), ("public", "/here/public", ".", "public"),
    ("../x", "/x", "a.html", "../x/a.html"), ("/here/public", "/here/public", "a.html", "public/a.html"),
    ("/here", "/here", "a.html", "a.html"), ("/srv/x", "/srv/x", "a.html", "/srv/x/a.html"),
    // A link to a folder of the run, by its absolute path.
    ("/link", "/here/public", "a.html", "public/a.html"),
    // Files beside the site, and those that the configuration names by an absolute path.
    ("public", "/here/public", "../_redirects", "_redirects"),
    ("public", "/here/public", "../../nginx.conf", "../nginx.conf"),
    ("public", "/elsewhere/x", "../_redirects", "../elsewhere/_redirects"),
    ("/srv/x", "/srv/x", "../_redirects", "/srv/_redirects"),
    ("public", "/here/public", "/etc/nginx.conf", "/etc/nginx.conf"),
    ("public", "/here/public", "/here/nginx.conf", "nginx.conf"),
    ("/hereafter", "/hereafter", "a.html", "/hereafter/a.html"),
    // A site that the folder of the run is in.
    ("..", "/", "here/a.html", "a.html"), ("../", "/", "here/b/a.html", "b/a.html"),
    ("..", "/", "x/a.html", "../x/a.html"), ("..", "/", "hereafter/a.html", "../hereafter/a.html"),
  ]

  @Test(arguments: cases)
  func path(site: String, real: String, file: String, path: String) {
    #expect(ShownPaths(site: site, here: "/here", realRoot: real).path(of: file) == path)
  }
}
