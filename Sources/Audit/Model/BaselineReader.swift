internal import AutoTagBytes
internal import AutoTagRedirects

/// The reason why a baseline file cannot be read.
package struct BaselineError: Error, Sendable, Equatable, CustomStringConvertible {
  package let file: String
  /// The line from 1; `nil` where the whole file is meant.
  package let line: Int?
  /// The fault and the remedy.
  package let message: String

  package init(file: String, line: Int? = nil, _ message: String) {
    self.file = file
    self.line = line
    self.message = message
  }

  package var description: String { "\(file)\(line.map { ":\($0)" } ?? ""): \(message)" }
}

extension Baseline {
  /// Reads a baseline file. What is not as this program writes it is an error with its line: a baseline that is
  /// half understood would hide what is new, or report what is old.
  /// - Parameter file: its name in errors.
  package init(_ bytes: [UInt8], file: String) throws(BaselineError) {
    func error(_ line: Int?, _ message: String) -> BaselineError {
      BaselineError(
        file: file, line: line, "\(message); correct it, or write the file anew with --write-baseline")
    }
    for (index, line) in bytes.split(separator: 0x0A, omittingEmptySubsequences: false).enumerated()
    where line.starts(with: "<<<<<<< ".utf8) {
      throw error(index + 1, "a merge conflict")
    }
    let root: JSONNode
    do throws(JSONReader.Failure) {
      root = try JSONReader.read(bytes)
    } catch {
      throw BaselineError(
        file: file, line: error.line,
        "\(error.message); correct it, or write the file anew with --write-baseline")
    }
    func members(
      _ node: JSONNode, _ what: String, _ names: [String]
    ) throws(BaselineError) -> [String: JSONNode] {
      guard case .object(let members) = node.value else {
        throw error(node.line, "\(what) must be an object in { }")
      }
      var result: [String: JSONNode] = [:]
      for member in members {
        guard names.contains(member.name) else {
          throw error(member.value.line, "\(what) has no “\(member.name)”")
        }
        guard result.updateValue(member.value, forKey: member.name) == nil else {
          throw error(member.value.line, "\(what) has “\(member.name)” twice")
        }
      }
      for name in names where result[name] == nil { throw error(node.line, "\(what) needs “\(name)”") }
      return result
    }
    func text(_ node: JSONNode?, _ name: String) throws(BaselineError) -> String {
      guard let text = node?.string, !text.isEmpty else {
        throw error(node?.line, "“\(name)” must be a text in quotes")
      }
      return text
    }
    let fields = try members(root, "the file", ["version", "findings"])
    guard let version = fields["version"]?.int else {
      throw error(fields["version"]?.line, "“version” must be a whole number")
    }
    guard version == Self.version else {
      throw error(
        fields["version"]?.line,
        "version \(version) is not known to this program, which reads \(Self.version)")
    }
    guard let findings = fields["findings"]?.array else {
      throw error(fields["findings"]?.line, "“findings” must be a list in [ ]")
    }
    var entries: [Entry] = []
    for finding in findings {
      let fields = try members(finding, "a finding", ["file", "code", "fingerprint"])
      let fingerprint = try text(fields["fingerprint"], "fingerprint")
      guard Fingerprint.isValid(fingerprint) else {
        throw error(fields["fingerprint"]?.line, "“\(fingerprint)” is no fingerprint of a finding")
      }
      entries.append(
        Entry(
          fingerprint: fingerprint, code: try text(fields["code"], "code"),
          file: try text(fields["file"], "file")))
    }
    self.init(entries)
  }
}
