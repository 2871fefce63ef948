/// The members of one object of a file that this program writes itself, read by name and kind: a name that is not
/// known or stands there twice, a missing one and a value of another kind are failures with their line.
package struct JSONFields {
  package struct Failure: Error {
    /// The line from 1.
    package let line: Int
    package let message: String

    package init(line: Int, message: String) {
      (self.line, self.message) = (line, message)
    }
  }

  private let members: [String: JSONNode.Member]
  private let what: String
  private let line: Int

  /// - Parameters:
  ///   - what: the object's name in messages, such as `a link`.
  ///   - known: the names that it may have.
  package init(_ node: JSONNode, _ what: String, _ known: [String]) throws(Failure) {
    guard case .object(let members) = node.value else {
      throw Failure(line: node.line, message: "\(what) must be an object in { }")
    }
    var byName: [String: JSONNode.Member] = [:]
    for member in members {
      guard known.contains(member.name) else {
        throw Failure(line: member.line, message: "\(what) has no “\(member.name)”")
      }
      guard byName.updateValue(member, forKey: member.name) == nil else {
        throw Failure(line: member.line, message: "\(what) has “\(member.name)” twice")
      }
    }
    self.members = byName
    self.what = what
    line = node.line
  }

  package func failure(_ name: String, _ message: String) -> Failure {
    Failure(line: line(of: name), message: message)
  }

  /// The member's line; the object's where it has no such member.
  package func line(of name: String) -> Int { members[name]?.line ?? line }

  package func string(_ name: String) throws(Failure) -> String {
    try value(name, "a text in quotes") { $0.string }
  }

  package func integer(_ name: String) throws(Failure) -> Int { try value(name, "a whole number") { $0.int } }

  package func array(_ name: String) throws(Failure) -> [JSONNode] {
    try value(name, "a list in [ ]") { $0.array }
  }

  package func object(_ name: String) throws(Failure) -> [JSONNode.Member] {
    try value(name, "an object in { }") { if case .object(let members) = $0.value { members } else { nil } }
  }

  private func value<Value>(
    _ name: String, _ kind: String, _ value: (JSONNode) -> Value?
  ) throws(Failure) -> Value {
    guard let member = members[name] else { throw failure(name, "\(what) needs “\(name)”") }
    guard let value = value(member.value) else { throw failure(name, "“\(name)” must be \(kind)") }
    return value
  }

  /// Refuses a member that has no meaning beside another one's value.
  package func refuse(_ name: String, with other: String, _ value: String) throws(Failure) {
    guard members[name] == nil else {
      throw failure(name, "“\(name)” has no meaning where “\(other)” is “\(value)”")
    }
  }
}
