internal import AutoTagFiles
internal import AutoTagTracking
internal import AutoTagYAML

/// Reads a configuration file, strictly: a key or a value that it does not know is an error with line and column.
package struct ConfigurationReader {
  private let file: String

  package static func read(path: String) throws(ConfigurationError) -> ConfigurationFile {
    let bytes = try WholeFile.read(path, limit: WholeFile.settingsLimit) { error in
      ConfigurationError(
        file: path, "the configuration cannot be read: \(error.description)\(otherEnding(of: path))")
    }
    return try read(bytes, file: path)
  }

  /// The words about a file with YAML's other ending, where the named one is not there.
  private static func otherEnding(of path: String) -> String {
    let endings = [".yml": ".yaml", ".yaml": ".yml"]
    guard !FileSystem.exists(path), let ending = endings.first(where: { path.hasSuffix($0.key) }) else {
      return ""
    }
    let other = path.dropLast(ending.key.count) + ending.value
    return FileSystem.exists(String(other)) ? "; \(other) is there" : ""
  }

  package static func read(_ bytes: [UInt8], file: String) throws(ConfigurationError) -> ConfigurationFile {
    let root: YAMLValue?
    do throws(YAMLFault) {
      root = try YAMLDocument.read(bytes)
    } catch {
      throw ConfigurationError(file: file, line: error.line, column: error.column, error.message)
    }
    return try ConfigurationReader(file: file).configuration(root)
  }

  private func configuration(_ root: YAMLValue?) throws(ConfigurationError) -> ConfigurationFile {
    var configuration = ConfigurationFile()
    guard let root else { return configuration }
    if case .nothing = root.content { return configuration }
    let section = try YAMLSection(root, .top, file: file)
    if let value = section["site"] {
      configuration.site = try value.text(called: "site", as: "the path of the site's root folder")
      configuration.siteLine = value.value.position.line
    }
    if let value = section["output"] {
      configuration.output = try value.text(
        called: "output", as: "the path of the folder for the tagged copy")
      configuration.outputLine = value.value.position.line
    }
    if let value = section["base-url"] { configuration.baseURL = try baseURL(value) }
    if let value = section["include"] {
      configuration.include = try value.globs(called: "include")
      if configuration.include?.isEmpty == true {
        throw value.error("“include” is an empty list: name a glob or remove the key")
      }
    }
    if let value = section["exclude"] {
      configuration.exclude = try value.globs(called: "exclude")
    }
    if let value = section["existing-subid"] { configuration.existingSubid = try existingSubid(value) }
    if let value = section["groups"] { configuration.groups = try GroupReader(file: file).groups(value) }
    if let value = section["redirects"] {
      configuration.redirects = try RedirectReader(file: file).redirects(value)
    }
    if let value = section["audit"] { configuration.audit = try AuditReader(file: file).audit(value) }
    if let value = section["conversions"] {
      configuration.conversions = try ConversionsReader(file: file).conversions(value)
    }
    return configuration
  }

  private func baseURL(_ value: YAMLField) throws(ConfigurationError) -> String {
    let text = try value.text(called: "base-url", as: "the site's address")
    guard let problem = BaseURL.problem(with: text) else { return text }
    throw value.error("“base-url” \(problem)")
  }

  private func existingSubid(_ value: YAMLField) throws(ConfigurationError) -> ExistingSubidPolicy {
    let text = try value.text(called: "existing-subid", as: "keep or replace")
    guard let policy = ExistingSubidPolicy(rawValue: text) else {
      throw value.unknown(
        text, called: "existing-subid", among: ExistingSubidPolicy.allCases.map(\.rawValue),
        as: "keep or replace")
    }
    return policy
  }
}
