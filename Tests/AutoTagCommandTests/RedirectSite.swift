import TestSupport

/// A small site with redirects of every fate.
enum RedirectSite {
  static let page = """
    <a href="/go/dyson">a</a> <a href='/go/bose#top'>b</a> <a href=/go/bose>c</a>
    <a href="/about.html">d</a> <a href="https://click.linksynergy.com/deeplink?id=Z">e</a>

    """

  static let htaccess = """
    RewriteEngine On
    RewriteRule ^go/dyson$ https://click.linksynergy.com/deeplink?id=A&mid=1 [R=302,QSA,L]
    RewriteRule ^go/bose$ https://click.linksynergy.com/deeplink?id=B&mid=1 [R=302,L]
    Redirect 301 /go/loop /go/pool
    Redirect 301 /go/pool /go/loop
    Redirect 301 /go/old /go/dyson
    Redirect 301 /go/void /nowhere
    Redirect 410 /go/gone
    Redirect 301 /go/shop https://shop.example/
    RewriteRule ^odd$ /%{LA-U:REMOTE_USER} [R,L]
    RewriteRule ^go/odd$ /odd [R,L]
    """

  static func make() throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    try folder.write(page, to: "site/index.html")
    try folder.write("about", to: "site/about.html")
    try folder.write(htaccess, to: "site/.htaccess")
    try folder.write("/net/a https://click.linksynergy.com/deeplink?id=N 307\n", to: "site/_redirects")
    try folder.write(
      "<meta http-equiv=refresh content='0; url=https://click.linksynergy.com/deeplink?id=S'>",
      to: "site/stub/index.html")
    return folder
  }
}
