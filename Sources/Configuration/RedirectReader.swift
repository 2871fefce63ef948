internal import AutoTagRedirects
internal import AutoTagSite
internal import AutoTagYAML

/// Reads what a configuration says about redirects: a mode alone, or a mapping.
struct RedirectReader {
  let file: String

  private static let modes = "tag, inline, auto, mend or off"
  private static let formats = RedirectFormat.allCases.map(\.rawValue).joined(separator: ", ")

  func redirects(_ value: YAMLField) throws(ConfigurationError) -> ConfigurationFile.Redirects {
    var redirects = ConfigurationFile.Redirects()
    guard case .mapping = value.value.content else {
      redirects.mode = try mode(value, called: "redirects", orElse: ", or a mapping")
      return redirects
    }
    let section = try YAMLSection(value.value, .redirects, file: file)
    if let value = section["mode"] { redirects.mode = try mode(value, called: "mode") }
    if let value = section["annotate"] { redirects.annotates = try value.truth(called: "annotate") }
    if let value = section["sources"] {
      for entry in try value.list(called: "sources", of: "redirect files") {
        let (source, position) = try source(entry)
        redirects.sources.append(source)
        redirects.sourcePlaces.append(.init(line: position.line, column: position.column))
      }
    }
    if let value = section["online"] { redirects.online = try OnlineReader(file: file).online(value) }
    return redirects
  }

  private func mode(
    _ field: YAMLField, called name: String, orElse other: String = ""
  ) throws(ConfigurationError) -> RedirectMode {
    // YAML reads `off` without quotes as a truth value.
    if case .truth(let word) = field.value.content, !YAMLField.isTrue(word) { return .off }
    let text = try field.text(called: name, as: Self.modes + other)
    guard let mode = RedirectMode(rawValue: text) else {
      throw field.unknown(
        text, called: name, among: RedirectMode.allCases.map(\.rawValue), as: Self.modes + other)
    }
    return mode
  }

  /// - Returns: the file, and the place of its path.
  private func source(
    _ field: YAMLField
  ) throws(ConfigurationError) -> (RedirectOptions.Source, YAMLValue.Position) {
    if case .text(let path) = field.value.content {
      throw field.error("a redirect file must be a mapping of keys to values, not text: write path: \(path)")
    }
    let section = try YAMLSection(field.value, .redirectFile, file: file)
    guard let path = section["path"] else {
      throw field.error("the redirect file has no path: add it, for example path: redirects.csv")
    }
    let pathText = try path.text(called: "path", as: "a redirect file's path")
    let source = RedirectOptions.Source(
      path: pathText, format: try format(section["format"], of: pathText, path),
      prefix: try section["prefix"].map { field throws(ConfigurationError) in try prefix(field) } ?? "/")
    return (source, path.value.position)
  }

  private func format(
    _ field: YAMLField?, of path: String, _ pathField: YAMLField
  ) throws(ConfigurationError) -> RedirectFormat? {
    guard let field else {
      let name = path.split(separator: "/").last.map(String.init) ?? path
      if let format = RedirectFormat.of(fileName: name) { return format }
      // The exports of plugins tell their format by their columns.
      if [".csv", ".json", ".xml"].contains(where: name.lowercased().hasSuffix) { return nil }
      throw pathField.error(
        "the name of “\(path)” does not tell its format: add format, one of \(Self.formats)")
    }
    let text = try field.text(called: "format", as: "one of \(Self.formats)")
    guard let format = RedirectFormat(rawValue: text) else {
      throw field.unknown(
        text, called: "format", among: RedirectFormat.allCases.map(\.rawValue), as: "one of \(Self.formats)")
    }
    return format
  }

  private func prefix(_ field: YAMLField) throws(ConfigurationError) -> String {
    let meaning = "a path that begins with /, such as /go/"
    let text = try field.text(called: "prefix", as: meaning)
    guard text.hasPrefix("/") else { throw field.error("“prefix” must be \(meaning), not “\(text)”") }
    return text.hasSuffix("/") ? text : text + "/"
  }
}
