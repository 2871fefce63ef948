import AutoTagRedirects
import Testing

/// What the words of a rule tell without being evaluated.
struct RuleTextTests {
  @Test(
    "a host that the request brings",
    arguments: [
      ("RewriteRule ^go/ https://%{HTTP:X-Net}/x [R]", true), ("return 302 https://$cookie_net/x;", true),
      ("return 302 https://$cookie_net$request_uri;", true), ("return 302 https://${cookie_net};", true),
      ("return 302 https://click.$arg_net;", true), ("return 301 $new;", true),
      ("RewriteRule ^out/(.*)$ https://$1 [R]", true), ("/out/* https://:splat 302", true),
      ("redir /go/* https://{header.X-Net}{uri}", true),
      ("return 301 https://$host$request_uri;", false), ("return 301 https://www.$host$request_uri;", false),
      ("return 301 $scheme://$http_host$uri;", false), ("return 301 $request_uri;", false),
      ("return 302 https://$arg_lang.shop.example/x;", false), ("return 302 https://a.example/$1;", false),
      ("return 302 https://a.example$request_uri;", false), ("RewriteRule ^ https://%1/$1 [R]", false),
      ("RewriteRule ^ https://%{HTTP_HOST}%{REQUEST_URI} [R]", false),
      ("RewriteRule ^ https://www.%{SERVER_NAME}/$1 [R]", false), ("Redirect /a https://e.example/", false),
      ("RewriteRule ^(.*)$ /b/$1 [R]", false), ("redir https://{host}{uri}", false),
    ])
  func openHost(text: String, isOpen: Bool) {
    #expect(RedirectRule(answerOf: "a server", text: text).hasOpenHost == isOpen)
  }

  private static let on = "RewriteEngine On\n"
  private static let wordPress =
    "RewriteRule ^index\\.php$ - [L]\nRewriteCond %{REQUEST_FILENAME} !-f\nRewriteCond %{REQUEST_FILENAME} !-d\n"
    + "RewriteRule . /index.php [L]\n"
  private static let go = "RewriteRule ^go/a$ https://e.example/ [R=302,L]\n"

  @Test(
    "a redirect that a rule for all paths keeps from working",
    arguments: [
      (on + wordPress + go, [6]), (on + go + wordPress, []),
      (on + go.replacing(",L", with: "") + wordPress, [2]),
      (on + "RewriteRule ^ /index.php [END]\n" + go, [3]), (on + "RewriteRule ^a /index.php [L]\n" + go, []),
      (on + "RewriteRule . /index.php\n" + go, []), (on + "RewriteRule . - [L]\n" + go, []),
      (on + "RewriteCond %{HTTP_COOKIE} a\nRewriteRule . /index.php [L]\n" + go, []),
      // The rule for all paths makes the path that this one is for.
      (on + "RewriteRule . /index.php [L]\nRewriteRule ^index https://e.example/ [R,L]\n", []),
      (on + go.replacing(",L", with: "") + "RewriteRule ^https: - [L]\n" + wordPress, []),
      (on + wordPress + "RewriteRule ^x$ /y [L]\n", []),
    ])
  func shadows(rules: String, lines: [Int]) {
    let source = RedirectFormat.htaccess.source.read(Array(rules.utf8), named: "x", prefix: "/")
    #expect(source.diagnostics.map(\.line) == lines)
    #expect(source.diagnostics.allSatisfy { $0.kind == .suspicious })
  }

  @Test func sectionsAreExplained() {
    let rules = Self.on + Self.go + "<If \"%{QUERY_STRING} =~ /a/\">\nRewriteRule b /c\n</If>\n"
    let source = RedirectFormat.htaccess.source.read(Array(rules.utf8), named: "x", prefix: "/")
    #expect(source.diagnostics.map(\.line) == [3])
  }
}
