extension RedirectFormat {
  /// The reader of the format.
  package var source: any RedirectSource {
    switch self {
    case .netlify: NetlifyRedirectsSource()
    case .cloudflare: CloudflareRedirectsSource()
    case .netlifyTOML: NetlifyTOMLSource()
    case .vercel: VercelSource()
    case .firebase: FirebaseSource()
    case .staticWebApps: StaticWebAppsSource()
    case .cloudflareBulk: CloudflareBulkSource()
    case .nextRoutes: NextRoutesSource()
    case .amplify: AmplifySource()
    case .s3: S3RoutingSource()
    case .render: RenderSource()
    case .htaccess: ApacheSource()
    case .nginx: NginxSource()
    case .caddy: CaddySource()
    case .webConfig: WebConfigSource()
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
    case .wordPress: WordPressExportSource()
    case .csv: TwoColumnSource()
    case .redirectPage: RedirectPageSource()
    }
  }
}
