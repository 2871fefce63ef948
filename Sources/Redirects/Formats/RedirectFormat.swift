/// A format of files that say where a site's links lead. The raw value is its name in `autotag.yml`.
///
/// A format is a case here, its line in `RedirectFormat+Reader.swift`, and a `RedirectSource` in the folder of its
/// family: `Apache`, `Nginx`, `Hosts` (files of hosting companies), `Exports` (of plugins and spreadsheets), `Pages`.
/// A source whose rules are tried one by one makes `ListedRule`s by a `ListReader`, and needs no server of its own.
package enum RedirectFormat: String, Sendable, Hashable, CaseIterable {
  /// `_redirects` as Netlify reads it.
  case netlify
  /// `_redirects` as Cloudflare Pages reads it.
  case cloudflare
  case netlifyTOML = "netlify-toml"
  case vercel
  /// An Apache `.htaccess` file.
  case htaccess
  /// An nginx configuration or a part of one.
  case nginx
  case prettyLinks = "pretty-links"
  case thirstyAffiliates = "thirsty-affiliates"
  case redirectionCSV = "redirection-csv"
  case redirectionJSON = "redirection-json"
  case rankMathCSV = "rank-math-csv"
  case rankMathJSON = "rank-math-json"
  /// Yoast SEO Premium.
  case yoast
  /// 301 Redirects of WebFactory.
  case redirects301 = "301-redirects"
  case simple301 = "simple-301-redirects"
  case safeRedirectManager = "safe-redirect-manager"
  case easyAffiliateLinks = "easy-affiliate-links"
  case betterLinks = "betterlinks"
  /// Two columns, `from,to`.
  case csv
  /// A page of the site whose markup or script leads somewhere else at once.
  case redirectPage = "stub"
}

extension RedirectFormat {
  /// The format that a file of that name has in a site or beside it; `nil` where the name does not tell.
  ///
  /// `_redirects` is taken for Netlify's: Cloudflare's differs in few rules, and the configuration can name
  /// it.
  package static func of(fileName: String) -> RedirectFormat? {
    switch fileName {
    case "_redirects": .netlify
    case "netlify.toml": .netlifyTOML
    case "vercel.json": .vercel
    case ".htaccess": .htaccess
    case "nginx.conf": .nginx
    default: nil
    }
  }
}
