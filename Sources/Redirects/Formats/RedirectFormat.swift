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
  /// `firebase.json`.
  case firebase
  /// `staticwebapp.config.json` of Azure.
  case staticWebApps = "static-web-apps"
  /// The CSV of Cloudflare's Bulk Redirects.
  case cloudflareBulk = "cloudflare-bulk"
  /// `routes-manifest.json` of a Next.js build.
  case nextRoutes = "next-routes"
  /// AWS Amplify's `customRules`.
  case amplify
  /// The routing rules of an S3 website.
  case s3
  /// `render.yaml`, a blueprint of Render.
  case render
  /// An Apache `.htaccess` file.
  case htaccess
  /// An nginx configuration or a part of one.
  case nginx
  /// A Caddyfile, whole or the content of a site's block.
  case caddy
  /// A `web.config` of IIS.
  case webConfig = "web-config"
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
  /// WordPress's own export (WXR), with the posts of plugins.
  case wordPress = "wordpress"
  /// Two columns, `from,to`.
  case csv
  /// A page of the site whose markup or script leads somewhere else at once.
  case redirectPage = "stub"
}

extension RedirectFormat {
  /// The names of the program that a build of Next.js reads.
  package static let nextConfigurations = ["next.config.js", "next.config.mjs", "next.config.ts"]

  /// The format that a file of that name has in a site or beside it; `nil` where the name does not tell.
  ///
  /// `_redirects` is taken for Netlify's: Cloudflare's differs in few rules, and the configuration can name
  /// it.
  package static func of(fileName: String) -> RedirectFormat? {
    switch fileName {
    case "_redirects": .netlify
    case "netlify.toml": .netlifyTOML
    case "vercel.json": .vercel
    case "firebase.json": .firebase
    case "staticwebapp.config.json": .staticWebApps
    case "routes-manifest.json": .nextRoutes
    case "render.yaml", "render.yml": .render
    case ".htaccess": .htaccess
    case "nginx.conf": .nginx
    case "Caddyfile": .caddy
    case "web.config", "Web.config": .webConfig
    case _ where nextConfigurations.contains(fileName): .nextRoutes
    default: nil
    }
  }
}
