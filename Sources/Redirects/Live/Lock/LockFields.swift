internal import AutoTagTracking
internal import AutoTagWebURL

/// The fields of one object of a lock file, read by name and kind.
struct LockFields {
  private let fields: [String: (line: Int, value: LockJSONNode)]
  private let what: String
  private let line: Int

  /// - Parameters:
  ///   - what: its name in errors.
  ///   - known: the names that it may have.
  init(_ node: LockJSONNode, _ what: String, _ known: [String]) throws(LockJSONNode.Problem) {
    guard case .object(let fields) = node.value else {
      throw LockJSONNode.Problem(line: node.line, message: "\(what) must be an object in { }")
    }
    for field in fields where !known.contains(field.name) {
      throw LockJSONNode.Problem(line: field.line, message: "\(what) has no “\(field.name)”")
    }
    self.fields = fields.reduce(into: [:]) { $0[$1.name] = ($1.line, $1.value) }
    self.what = what
    line = node.line
  }

  func problem(_ name: String, _ message: String) -> LockJSONNode.Problem {
    LockJSONNode.Problem(line: line(of: name), message: message)
  }

  /// The field's line; the object's where it has no such field.
  func line(of name: String) -> Int { fields[name]?.line ?? line }

  private func node(_ name: String) throws(LockJSONNode.Problem) -> LockJSONNode {
    guard let field = fields[name] else { throw problem(name, "\(what) needs “\(name)”") }
    return field.value
  }

  func string(_ name: String) throws(LockJSONNode.Problem) -> String {
    guard case .string(let text) = try node(name).value else {
      throw problem(name, "“\(name)” must be a text in quotes")
    }
    return text
  }

  func integer(_ name: String) throws(LockJSONNode.Problem) -> Int {
    guard case .integer(let number) = try node(name).value else {
      throw problem(name, "“\(name)” must be a whole number")
    }
    return number
  }

  func array(_ name: String) throws(LockJSONNode.Problem) -> [LockJSONNode] {
    guard case .array(let values) = try node(name).value else {
      throw problem(name, "“\(name)” must be a list in [ ]")
    }
    return values
  }

  func object(_ name: String) throws(LockJSONNode.Problem) -> [(name: String, line: Int, value: LockJSONNode)]
  {
    guard case .object(let fields) = try node(name).value else {
      throw problem(name, "“\(name)” must be an object in { }")
    }
    return fields
  }

  func address(_ name: String) throws(LockJSONNode.Problem) -> WebURL {
    let text = try string(name)
    guard let url = WebURL(text)?.requestable else {
      throw problem(name, "“\(text)” is not an absolute http or https address")
    }
    return url
  }

  /// A field that has no meaning beside another one's value.
  func refuse(_ name: String, with other: String, _ value: String) throws(LockJSONNode.Problem) {
    guard fields[name] == nil else {
      throw problem(name, "“\(name)” has no meaning where “\(other)” is “\(value)”")
    }
  }
}
