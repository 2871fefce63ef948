/// The kinds of files that say where a site's links lead.
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
  /// Two columns, `from,to`.
  case csv
  /// A page of the site whose markup or script leads somewhere else at once.
  case stub
}
