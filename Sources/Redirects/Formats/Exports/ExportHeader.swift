internal import AutoTagBytes

extension RedirectFormat {
  /// The format of a plugin's export, by the names of its columns or of its parts; `nil` where they do not tell.
  package static func of(export file: [UInt8]) -> RedirectFormat? {
    let start = ByteText.withoutMark(file).first { !ASCII.isSpace($0) }
    if isWordPressExport(file) { return .wordPress }
    if start == UInt8(ascii: "{") || start == UInt8(ascii: "[") { return json(file) }
    if start == UInt8(ascii: "<") {
      let names = ["<RoutingRules", "<WebsiteConfiguration"]
      return names.contains { ByteSearch.contains(Array($0.utf8), in: Array(file.prefix(headerLimit))) }
        ? .s3 : nil
    }
    let records = CSVReader(Array(file.prefix(headerLimit))).records
    guard let header = records.first else { return nil }
    func has(_ columns: String...) -> Bool { CSVReader.columns(columns, in: header.fields) != nil }
    if has("slug", "url", "redirect_type", "param_forwarding") { return .prettyLinks }
    if has("destination url", "slug") { return .thirstyAffiliates }
    if has("source", "target", "regex", "code", "type") { return .redirectionCSV }
    if has("source", "matching", "destination", "type", "status") { return .rankMathCSV }
    if has("redirect_from", "redirect_to") { return .safeRedirectManager }
    if has("short_url", "target_url", "redirect_type") { return .betterLinks }
    if has("request", "destination"), header.fields.count == 2 { return .simple301 }
    if has("id", "name", "description", "categories", "text", "url", "slug"), header.fields.count == 7 {
      return .easyAffiliateLinks
    }
    if has("origin", "target", "type", "format") { return .yoast }
    // Yoast translates its header, 301 Redirects has none.
    if records.dropFirst().first.map(YoastSource.isRule) == true { return .yoast }
    return Redirects301Source.isRule(file.prefix { $0 != 0x0A }) ? .redirects301 : nil
  }

  /// Returns true for a file of WordPress's own exporter.
  private static func isWordPressExport(_ file: [UInt8]) -> Bool {
    ByteSearch.contains([UInt8]("wordpress.org/export/"), in: Array(file.prefix(headerLimit)))
  }

  /// The bytes of a file that are looked at.
  private static let headerLimit = 65_536

  private static func json(_ file: [UInt8]) -> RedirectFormat? {
    guard let root = try? JSONReader.read(file) else { return nil }
    if root["redirects"]?.array?.first?["match_type"] != nil { return .redirectionJSON }
    if root["redirections"]?.array?.first?["url_to"] != nil { return .rankMathJSON }
    return root.array?.first?["redirect_from"] == nil ? nil : .safeRedirectManager
  }
}
