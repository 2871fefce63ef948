internal import AutoTagBytes

/// The variables of the environment that the rules of a site set for one request.
struct RequestEnvironment: Sendable {
  struct Value: Sendable {
    let text: [UInt8]
    /// True if the visitor or the server decides about a part of it.
    let isOpen: Bool
  }

  private var values: [String: Value] = [:]

  /// - Parameter name: in lower case.
  subscript(name: String) -> Value? {
    get { values[name] }
    set { values[name] = newValue }
  }

  /// The same for the request that an internal redirect makes (`rename_original_env` of httpd).
  var renamed: RequestEnvironment {
    var renamed = RequestEnvironment()
    for (name, value) in values { renamed.values[ApacheVariables.redirectPrefix + name] = value }
    return renamed
  }
}

/// The names of variables of the environment that a site's files have to do with, in lower case.
struct ApacheVariables: Sendable {
  /// Those that a rule sets (`E`), and nothing else in the files.
  private var own: Set<String> = []
  /// Those that directives set by what the visitor sends.
  private let settable: Set<String>

  static let redirectPrefix = "redirect_"

  init(of folders: [ApacheFolder]) {
    settable = folders.reduce(into: []) { $0.formUnion($1.environment) }
    for folder in folders {
      for rules in [folder.rewriteRules] + folder.sections.map(\.folder.rewriteRules) {
        for rule in rules {
          for variable in rule.flags.environment { own.insert(Self.name(variable)) }
        }
      }
    }
  }

  private static func name(_ variable: [UInt8]) -> String {
    ASCII.lowercased(
      Array(variable.prefix { $0 != UInt8(ascii: ":") }.drop { $0 == UInt8(ascii: "!") })
    ).text
  }

  /// Returns true if the value of a variable that no rule has set is not known: the server's own configuration, a module
  /// such as mod_geoip or a program in front of it may set any. Those that httpd makes of others for an internal redirect are
  /// as these.
  /// - Parameter isInternal: true for the request that an internal redirect made.
  func isOpen(_ name: String, isInternal: Bool) -> Bool {
    if settable.contains(name) { return true }
    guard name.hasPrefix(Self.redirectPrefix) else { return !own.contains(name) }
    let original = String(name.dropFirst(Self.redirectPrefix.count))
    return isInternal && !Self.ofHTTPD.contains(original) && isOpen(original, isInternal: isInternal)
  }

  /// The variables that httpd sets for an internal redirect, without their beginning.
  private static let ofHTTPD: Set<String> = [
    "status", "url", "uri", "query_string", "remote_user", "handler", "error_notes",
  ]
}
