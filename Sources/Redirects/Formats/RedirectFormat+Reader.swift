extension RedirectFormat {
  /// The reader of the format.
  package var source: any RedirectSource {
    switch self {
    case .netlify: RedirectsFileSource(dialect: .netlify)
    case .cloudflare: RedirectsFileSource(dialect: .cloudflare)
    case .netlifyTOML: NetlifyTOMLSource()
    case .vercel: VercelSource()
    case .htaccess: ApacheSource()
    case .nginx: NginxSource()
    case .prettyLinks: PrettyLinksSource()
    case .thirstyAffiliates: ThirstyAffiliatesSource()
    case .redirectionCSV: RedirectionCSVSource()
    case .redirectionJSON: RedirectionJSONSource()
    case .rankMathCSV: RankMathCSVSource()
    case .rankMathJSON: RankMathJSONSource()
    case .yoast: YoastSource()
    case .redirects301: Redirects301Source()
    case .simple301: Simple301Source()
    case .safeRedirectManager: SafeRedirectManagerSource()
    case .easyAffiliateLinks: EasyAffiliateLinksSource()
    case .betterLinks: BetterLinksSource()
    case .csv: TwoColumnSource()
    case .redirectPage: RedirectPageSource()
    }
  }
}
