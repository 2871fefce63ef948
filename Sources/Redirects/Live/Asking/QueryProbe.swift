internal import AutoTagWebURL

/// The test for a redirect that passes the query on: a subid parameter is sent with a value that nobody else uses.
///
/// The parameter must be the group's own (`u1`), because redirect plugins can pass on listed parameters only.
/// Its value looks like AnyTrack's click ids, 34 letters and digits, because servers can check that too; it is
/// always the same, so that a publisher can tell it apart in the server's log, and caches keep one copy.
enum QueryProbe {
  static let value = "autotagprobe0000000000000000000000"

  /// Returns the address with the probe in each of the parameters, instead of a value that is there.
  static func adding(_ subids: [String], to url: WebURL) -> WebURL {
    var parameters = (url.query ?? "").split(separator: "&", omittingEmptySubsequences: true).map(String.init)
    for subid in subids {
      if let own = parameters.firstIndex(where: { name($0) == subid }) {
        parameters[own] = "\(subid)=\(value)"
      } else {
        parameters.append("\(subid)=\(value)")
      }
    }
    return subids.isEmpty ? url : url.with(query: parameters.joined(separator: "&"))
  }

  /// The fate of one parameter.
  enum ParameterOutcome: Hashable {
    case passedOn
    case lost(String)
    case doubtful(String)
  }

  static func outcome(of subid: String, in location: String) -> ParameterOutcome {
    let (query, fragment) = parts(location)
    let own = query.split(separator: "&").filter { name($0) == subid }
    let isThere = own.contains { $0.dropFirst(subid.count) == "=\(value)" }
    if isThere, own.count > 1 { return .doubtful("it arrives beside another \(subid)") }
    if isThere { return .passedOn }
    if fragment.contains(value) { return .lost("it comes after the #, which no server sees") }
    if location.contains(value) {
      return .lost("it arrives under another name or inside another parameter")
    }
    return .lost("the query is not passed on")
  }

  /// Returns the location for the link as written: without the probe, or with the link's own value again.
  /// - Returns: `nil` when that is not known, because the probe is inside something else.
  static func removed(from location: String, asked url: WebURL) -> String? {
    guard location.contains(value) else { return location }
    var (query, fragment) = parts(location)
    let before = location.prefix { $0 != "?" && $0 != "#" }
    func cleaned(_ text: Substring) -> String {
      let own = (url.query ?? "").split(separator: "&")
      return text.split(separator: "&", omittingEmptySubsequences: false).compactMap {
        parameter -> Substring? in
        guard parameter.hasSuffix("=\(value)") else { return parameter }
        return own.first { name($0) == name(parameter) }
      }.joined(separator: "&")
    }
    if query.contains(value) { query = Substring(cleaned(query)) }
    if fragment.contains(value) {
      // `#top?u1=…` or `#top&u1=…`, as Pretty Links writes it.
      let mark = fragment.firstIndex { $0 == "?" || $0 == "&" } ?? fragment.endIndex
      let rest = cleaned(fragment[mark...].dropFirst())
      fragment = fragment[..<mark] + (rest.isEmpty ? "" : fragment[mark...].prefix(1) + rest)
    }
    let text =
      before + (query.isEmpty ? "" : "?\(query)") + (location.contains("#") ? "#\(fragment)" : "")
    return text.contains(value) ? nil : String(text)
  }

  private static func parts(_ location: String) -> (query: Substring, fragment: Substring) {
    let hash = location.firstIndex(of: "#") ?? location.endIndex
    let mark = location[..<hash].firstIndex(of: "?") ?? hash
    return (location[mark..<hash].dropFirst(), location[hash...].dropFirst())
  }

  private static func name(_ parameter: some StringProtocol) -> String {
    String(parameter.prefix { $0 != "=" })
  }
}
