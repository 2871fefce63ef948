internal import AutoTagBytes
internal import AutoTagFiles
internal import AutoTagRedirects
internal import AutoTagYAML

/// The settings in a generator's configuration that say which folder it writes and for which address. Keys are in lower case,
/// with dots between those of tables.
struct GeneratorFile {
  struct Value: Equatable {
    let text: String
    /// The line from 1; `nil` where the format's reader does not tell.
    let line: Int?
  }

  /// The file's path as the user knows it.
  let file: String
  private(set) var values: [String: Value] = [:]
  /// Lists of texts.
  private(set) var lists: [String: [String]] = [:]
  /// The reason why nothing could be read of it.
  private(set) var fault: String?

  /// - Parameter path: relative to the current folder.
  init(_ path: String) {
    file = path
    let bytes: [UInt8]
    do throws(WholeFileError) {
      bytes = try WholeFile.read(path, limit: WholeFile.settingsLimit)
    } catch {
      fault = error.description
      return
    }
    switch path.split(separator: ".").last {
    case "toml": readTOML(bytes)
    case "json": readJSON(bytes)
    case "yml", "yaml": readYAML(bytes)
    case "py": readLiterals(bytes, assignedBy: "=", atLineStart: true)
    default: readLiterals(bytes, assignedBy: ":", atLineStart: false)
    }
  }

  func value(_ keys: [String]) -> Value? { keys.lazy.compactMap { values[$0] }.first }

  private mutating func readTOML(_ bytes: [UInt8]) {
    do throws(TOMLReader.Failure) {
      for table in try TOMLReader.read(bytes) {
        for member in table.members {
          set(table.path + member.key, member.value)
        }
      }
    } catch {
      fault = "line \(error.line): \(error.message)"
    }
  }

  private mutating func readJSON(_ bytes: [UInt8]) {
    do throws(JSONReader.Failure) {
      guard case .object(let members) = try JSONReader.read(bytes).value else { return }
      for member in members { set([member.name], member.value) }
    } catch {
      fault = "line \(error.line): \(error.message)"
    }
  }

  private mutating func set(_ path: [String], _ node: JSONNode) {
    let key = path.joined(separator: ".").lowercased()
    if let text = node.string { values[key] = Value(text: text, line: node.line) }
    if let items = node.array { lists[key] = items.compactMap(\.string) }
  }

  /// Generators know tags and anchors, which `autotag.yml` does not.
  private mutating func readYAML(_ bytes: [UInt8]) {
    do throws(YAMLFault) {
      guard case .mapping(let pairs) = try YAMLDocument.read(bytes, .full)?.content else { return }
      for (key, value) in pairs {
        guard let key = key.string?.lowercased() else { continue }
        if let text = value.string { values[key] = Value(text: text, line: value.position.line) }
        if let items = value.list { lists[key] = items.compactMap(\.string) }
      }
    } catch {
      fault = (error.line.map { "line \($0): " } ?? "") + error.message
    }
  }

  /// Programs are not run and not understood: of them the literals alone are read that stand behind a name, `SITEURL = "…"` in
  /// Python and `site: '…'` in JavaScript. The first one counts in JavaScript, the last one in Python.
  private mutating func readLiterals(_ bytes: [UInt8], assignedBy mark: Character, atLineStart: Bool) {
    let lines = String(decoding: bytes, as: UTF8.self).split(
      separator: "\n", omittingEmptySubsequences: false)
    for (index, line) in lines.enumerated() {
      guard let (name, text) = Self.literal(in: line, assignedBy: mark, atLineStart: atLineStart) else {
        continue
      }
      let key = name.lowercased()
      if atLineStart || values[key] == nil { values[key] = Value(text: text, line: index + 1) }
    }
  }

  private static func literal(
    in line: Substring, assignedBy mark: Character, atLineStart: Bool
  ) -> (name: Substring, text: String)? {
    func isName(_ character: Character) -> Bool {
      character.isLetter || character.isNumber || character == "_"
    }
    var rest = line
    if !atLineStart {
      rest = rest.drop { $0 == " " || $0 == "\t" || $0 == "{" }
      guard !rest.hasPrefix("//"), !rest.hasPrefix("*"), !rest.hasPrefix("/*") else { return nil }
      // `dir: { output: "dist" }` on one line.
      while let brace = rest.firstIndex(of: "{"), rest[..<brace].allSatisfy({ $0 != "\"" && $0 != "'" }) {
        rest = rest[rest.index(after: brace)...].drop { $0 == " " }
      }
    }
    let name = rest.prefix(while: isName)
    rest = rest[name.endIndex...].drop { $0 == " " }
    guard !name.isEmpty, rest.first == mark else { return nil }
    rest = rest.dropFirst().drop { $0 == " " }
    if rest.hasPrefix("True") { return (name, "True") }
    guard let quote = rest.first, quote == "\"" || quote == "'" else { return nil }
    rest = rest.dropFirst()
    guard let end = rest.firstIndex(of: quote), !rest[..<end].contains("\\") else { return nil }
    return (name, String(rest[..<end]))
  }
}
