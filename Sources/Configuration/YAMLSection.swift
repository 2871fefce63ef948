internal import AutoTagTracking
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
        guard let nearest = NearestName.of(text, among: keys) else {
          throw keyField.error("unknown key “\(text)”: \(name) knows \(keys.joined(separator: ", "))")
        }
        throw keyField.error("unknown key “\(text)”: did you mean “\(nearest)”?")
      }
      fields[text] = YAMLField(value: value, file: file)
    }
    self.fields = fields
  }

  subscript(key: String) -> YAMLField? { fields[key] }
}
