internal import AutoTagBytes

/// The redirects of an S3 website in JSON or XML: routing rules as the console has them, or the configuration that `aws
/// s3api put-bucket-website` and the REST API take (docs.aws.amazon.com/AmazonS3/latest/userguide/how-to-page-redirect.html). Keys are
/// paths without the slash in front, and prefixes are compared byte for byte. Rules for an error code come after the
/// files.
///
/// A rule's treatment of the request's query is not documented; `RedirectAllRequestsTo` keeps it (LocalStack's tests,
/// validated against AWS).
package struct S3RoutingSource: RedirectSource {
  package init() {}

  package func read(_ file: [UInt8], named name: String, prefix: String) -> LoadedSource {
    var reader = ListReader(.s3, file: name, prefix: prefix)
    guard let root = Self.root(file, &reader) else { return reader.finish([]) }
    let website = root["WebsiteConfiguration"] ?? root
    if let all = website["RedirectAllRequestsTo"] {
      return reader.finish(self.all(all, &reader), placeholders: .colon)
    }
    guard let list = root.list ?? website["RoutingRules"]?.list else {
      reader.diagnose(
        .malformed, root.line, "there are no RoutingRules: are these the rules of an S3 website?")
      return reader.finish([])
    }
    var rules: [ListedRule] = []
    var fallbacks: [ListedRule] = []
    for node in list {
      do throws(MalformedRule) {
        let listed = try rule(node, &reader)
        if listed.isForced { rules.append(listed) } else { fallbacks.append(listed) }
      } catch {
        reader.diagnose(.malformed, node.line, "S3 refuses the rule: \(error.message)")
      }
    }
    return reader.finish(rules, fallbacks: fallbacks, placeholders: .colon)
  }

  private func all(_ node: S3Node, _ reader: inout ListReader) -> [ListedRule] {
    guard let host = node["HostName"]?.string,
      let pattern = PathPattern.pattern(PathPattern.escaped(reader.prefix) + [UInt8]("(/.*)"), false)
    else {
      reader.diagnose(.malformed, node.line, "RedirectAllRequestsTo has no HostName")
      return []
    }
    let scheme = node["Protocol"]?.string.map { $0.lowercased() + ":" } ?? ""
    var listed = ListedRule(
      rule: reader.note(node.line, "all requests → \(host)"), pattern: pattern, action: .redirect(status: 301)
    )
    listed.groups = ["key"]
    listed.target = Array("\(scheme)//\(host):key".utf8)
    listed.query = .merged
    return [listed]
  }

  private func rule(_ node: S3Node, _ reader: inout ListReader) throws(MalformedRule) -> ListedRule {
    let condition = node["Condition"] ?? node["RoutingRuleCondition"]
    guard let redirect = node["Redirect"] ?? node["RedirectRule"] else {
      throw MalformedRule("it has no Redirect")
    }
    let prefix = condition?["KeyPrefixEquals"]?.string ?? ""
    let error = Self.number(condition?["HttpErrorCodeReturnedEquals"])
    let whole = redirect["ReplaceKeyWith"]?.string
    let beginning = redirect["ReplaceKeyPrefixWith"]?.string
    guard whole == nil || beginning == nil else {
      throw MalformedRule("ReplaceKeyWith and ReplaceKeyPrefixWith exclude each other")
    }
    let status = redirect["HttpRedirectCode"] == nil ? 301 : Self.number(redirect["HttpRedirectCode"])
    guard let status, (300...399).contains(status) else {
      throw MalformedRule("its HttpRedirectCode is no status of a redirect")
    }
    let host = redirect["HostName"]?.string
    let scheme = redirect["Protocol"]?.string.map { $0.lowercased() }
    var unknown: String?
    if prefix.hasPrefix("/") || (whole ?? beginning ?? "").hasPrefix("/") {
      unknown = "a key begins with no slash, and what S3 makes of one is not documented"
    }
    if let error, error != 404 {
      unknown = "if a request ends with \(error) no file tells"
    }
    if host == nil, scheme != nil { unknown = "it leads to its own host by another scheme" }
    let path = reader.prefix + [0x2F] + RuleListServer.spelled(Array(prefix.utf8), .sent)
    // The root is the index page, to which no rule for a prefix applies.
    guard
      let pattern = PathPattern.pattern(
        PathPattern.escaped(path) + [UInt8](prefix.isEmpty ? "(.+)" : "(.*)"), false)
    else { throw MalformedRule("its prefix cannot be read") }
    let key =
      whole.map { Array($0.utf8) }
      ?? Array((beginning ?? prefix).utf8) + [UInt8](":key")
    let address =
      host.map { Array("\(scheme.map { $0 + ":" } ?? "")//\($0)/".utf8) } ?? reader.prefix + [0x2F]
    let text = "\(prefix.isEmpty ? "every key" : prefix) → \(address.text)\(whole ?? beginning ?? prefix)"
    var listed = ListedRule(
      rule: reader.note(node.line, text, unknown: unknown), pattern: pattern, groups: ["key"],
      action: .redirect(status: status))
    listed.target = address + key
    listed.isForced = error == nil
    listed.query = .unknown("S3 does not document what becomes of a query by a routing rule")
    return listed
  }

  private static func number(_ node: S3Node?) -> Int? { node?.string.flatMap { Int($0) } }

  private static func root(_ file: [UInt8], _ reader: inout ListReader) -> S3Node? {
    guard ByteText.withoutMark(file).first(where: { !ASCII.isSpace($0) }) == UInt8(ascii: "<") else {
      return reader.json(file).map { .json($0) }
    }
    do throws(XMLElement.Failure) {
      return .xml(try XMLElement.read(file))
    } catch {
      reader.unreadable(file, error.line, "the file is no XML: \(error.message)")
      return nil
    }
  }
}

/// A part of an S3 website's configuration, in either notation.
private enum S3Node {
  case json(JSONNode)
  case xml(XMLElement)

  var line: Int {
    switch self {
    case .json(let node): node.line
    case .xml(let element): element.line
    }
  }

  /// The text of a value; a number's digits.
  var string: String? {
    switch self {
    case .json(let node): node.string ?? node.int.map { String($0) }
    case .xml(let element): element.content
    }
  }

  /// The rules of a list of rules; `nil` for anything else.
  var list: [S3Node]? {
    switch self {
    case .json(let node): node.array?.map { .json($0) }
    case .xml(let element):
      element.name == "RoutingRules" ? element.children("RoutingRule").map { .xml($0) } : nil
    }
  }

  subscript(name: String) -> S3Node? {
    switch self {
    case .json(let node): node[name].map { .json($0) }
    case .xml(let element): element.children(name).first.map { .xml($0) }
    }
  }
}
