internal import AutoTagFiles
internal import AutoTagTracking
internal import AutoTagYAML

/// A value of the configuration together with the file that it is in.
struct YAMLField {
  let value: YAMLValue
  let file: String

  func error(_ message: String) -> ConfigurationError {
    ConfigurationError(file: file, line: value.position.line, column: value.position.column, message)
  }

  /// The error about a text that is none of those that it may be, with the one that was meant, if one is near.
  /// - Parameter meaning: what the text has to be, to be read after “must be”.
  func unknown(
    _ text: String, called name: String, among words: [String], as meaning: String
  ) -> ConfigurationError {
    let meant = Self.meanings[text.lowercased()]?.first(where: words.contains)
    let nearest = (meant ?? NearestName.of(text, among: words)).map { ": did you mean “\($0)”?" }
    return error("“\(name)” must be \(meaning), not “\(text)”\(nearest ?? "")")
  }

  /// The words that other tools have for values, each with what may be meant.
  private static let meanings: [String: [String]] = [
    "warn": ["warning"], "warnings": ["warning"], "err": ["error"], "errors": ["error"], "loss": ["error"],
    "losses": ["error"], "failure": ["error"], "note": ["info"], "notes": ["info"],
    "notice": ["info"], "hint": ["info"], "any": ["info"], "all": ["info"], "none": ["never", "off"],
    "off": ["never"], "no": ["never"], "false": ["never"], "never": ["off"], "ignore": ["off"],
    "disable": ["off"], "disabled": ["off"], "skip": ["off"], "overwrite": ["replace"], "force": ["replace"],
  ]

  /// The value as text.
  /// - Parameters:
  ///   - name: the key.
  ///   - meaning: what the text has to be, to be read after “must be”.
  func text(called name: String, as meaning: String) throws(ConfigurationError) -> String {
    switch value.content {
    case .text(let text) where !text.isEmpty: return text
    case .text, .nothing: throw error("“\(name)” must be \(meaning), and it is empty")
    default: throw error("“\(name)” must be \(meaning), not \(value.kind)")
    }
  }

  /// The value as true or false.
  func truth(called name: String) throws(ConfigurationError) -> Bool {
    guard case .truth(let word) = value.content else {
      throw error("“\(name)” must be true or false, not \(value.kind)")
    }
    return Self.isTrue(word)
  }

  /// YAML's words for true.
  static func isTrue(_ word: String) -> Bool { ["true", "yes", "on"].contains(word.lowercased()) }

  /// The value as a list of globs.
  func globs(called name: String) throws(ConfigurationError) -> [String] {
    try list(called: name, of: "globs").map { entry throws(ConfigurationError) in
      let glob = try entry.entry(of: name, "globs")
      if let fault = PathGlob.fault(in: glob) { throw entry.error("the glob '\(glob)' \(fault)") }
      return glob
    }
  }

  /// The value as one of several texts.
  func entry(of name: String, _ meaning: String) throws(ConfigurationError) -> String {
    switch value.content {
    case .text(let text) where !text.isEmpty: return text
    case .text, .nothing: throw error("“\(name)” must be a list of \(meaning), and this entry is empty")
    default: throw error("“\(name)” must be a list of \(meaning), and this entry is \(value.kind)")
    }
  }

  /// The value as a list of texts.
  /// - Parameters:
  ///   - name: the key.
  ///   - meaning: what the texts are, to be read after “a list of”.
  func texts(called name: String, of meaning: String) throws(ConfigurationError) -> [String] {
    try list(called: name, of: meaning).map { entry throws(ConfigurationError) in
      try entry.entry(of: name, meaning)
    }
  }

  /// The value as a list.
  func list(called name: String, of meaning: String) throws(ConfigurationError) -> [YAMLField] {
    switch value.content {
    case .list(let values):
      return values.map { YAMLField(value: $0, file: file) }
    case .text(let text):
      throw error("“\(name)” must be a list of \(meaning), not text: write [\"\(text)\"]")
    case .nothing:
      throw error("“\(name)” must be a list of \(meaning), and it is empty")
    default:
      throw error("“\(name)” must be a list of \(meaning), not \(value.kind)")
    }
  }
}
