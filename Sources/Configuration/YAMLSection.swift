internal import AutoTagYAML

/// A mapping of the configuration that has known keys only.
struct YAMLSection {
  private let fields: [String: YAMLField]
  /// The mapping itself.
  let field: YAMLField

  /// - Parameters:
  ///   - name: what the mapping is, for messages.
  ///   - keys: the keys that it may have.
  init(_ value: YAMLValue, called name: String, keys: [String], file: String) throws(ConfigurationError) {
    field = YAMLField(value: value, file: file)
    guard case .mapping(let pairs) = value.content else {
      throw field.error("\(name) must be a mapping of keys to values, not \(value.kind)")
    }
    var fields: [String: YAMLField] = [:]
    for (key, value) in pairs {
      let keyField = YAMLField(value: key, file: file)
      guard case .text(let text) = key.content else {
        throw keyField.error("a key of \(name) must be text, not \(key.kind)")
      }
      guard keys.contains(text) else {
        guard text != "<<" else {
          throw keyField.error("merge keys are not used here: write the keys out")
        }
        throw keyField.error("unknown key “\(text)”: \(UnknownKey.advice(text, in: name, keys))")
      }
      fields[text] = YAMLField(value: value, file: file)
    }
    self.fields = fields
  }

  init(_ value: YAMLValue, _ known: KnownKeys, file: String) throws(ConfigurationError) {
    try self.init(value, called: known.name, keys: known.keys, file: file)
  }

  subscript(key: String) -> YAMLField? { fields[key] }
}
