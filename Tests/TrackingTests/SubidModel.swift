import AutoTagTracking

/// The text of a link once it carries the click id, told from what it says, in the plainest way there is:
/// it knows nothing of how the link is written, nor of the white space that the URL parser drops.
struct SubidModel {
  let subid: String
  let token: String

  enum Answer: Equatable {
    case becomes(String)
    case alreadyTagged
    case kept
    case repeated
  }

  /// A link as the URL parser sees it: without white space at its ends, without tabs and newlines.
  static func seen(_ decoded: String) -> String {
    let scalars = Array(decoded.unicodeScalars)
    let start = scalars.firstIndex { $0.value > 0x20 } ?? scalars.count
    let end = scalars.lastIndex { $0.value > 0x20 }.map { $0 + 1 } ?? start
    var seen = String.UnicodeScalarView()
    seen.append(contentsOf: scalars[start..<max(start, end)].filter { !["\t", "\n", "\r"].contains($0) })
    return String(seen)
  }

  /// - Parameter link: a link to a web page, as the URL parser sees it.
  func answer(_ link: String, _ policy: ExistingSubidPolicy) -> Answer {
    let (main, fragment) = cut(link, at: "#")
    let (path, query) = cut(main, at: "?")
    let rest = fragment.map { "#" + $0 } ?? ""
    guard let query else { return .becomes("\(path)?\(subid)=\(token)\(rest)") }
    var parameters = query.unicodeScalars.split(separator: "&", omittingEmptySubsequences: false).map(
      String.init)
    let own = parameters.indices.filter { name(parameters[$0]) == subid }
    switch own.count {
    case 0:
      // What ends in `&`, and an empty query, have room for a parameter.
      if parameters[parameters.count - 1].isEmpty { parameters.removeLast() }
      parameters.append("\(subid)=\(token)")
    case 1:
      let (name, value) = cut(parameters[own[0]], at: "=")
      if value == token { return .alreadyTagged }
      if let value, !value.isEmpty, policy == .keep { return .kept }
      parameters[own[0]] = "\(name)=\(token)"
    default:
      return .repeated
    }
    return .becomes("\(path)?\(parameters.joined(separator: "&"))\(rest)")
  }

  /// The name with the percent-encodings undone that the tests use.
  private func name(_ parameter: String) -> String {
    var name = cut(parameter, at: "=").0
    for (encoded, plain) in [("%75", "u"), ("%31", "1"), ("%55", "U")] {
      name = name.split(separator: encoded, omittingEmptySubsequences: false).joined(separator: plain)
    }
    return name
  }

  private func cut(_ text: String, at mark: Unicode.Scalar) -> (String, String?) {
    let scalars = text.unicodeScalars
    guard let index = scalars.firstIndex(of: mark) else { return (text, nil) }
    return (String(scalars[..<index]), String(scalars[scalars.index(after: index)...]))
  }
}
