internal import AutoTagBytes

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
  package init(_ bytes: [UInt8], file: String, of kind: Kind) throws(BaselineError) {
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
    // Written anew it would be lost.
    if let other = Kind.allCases.first(where: { $0 != kind && $0.isKind(of: root) }) {
      throw BaselineError(
        file: file,
        "this is a baseline of autotag \(other.command), which autotag \(kind.command) does not go by: name another file, such as "
          + kind.fileName)
    }
    let entries: [Entry]
    do throws(JSONFields.Failure) {
      entries = try Self.entries(root, kind)
    } catch let failure {
      throw error(failure.line, failure.message)
    }
    self.init(kind, entries)
  }

  private static func entries(_ root: JSONNode, _ kind: Kind) throws(JSONFields.Failure) -> [Entry] {
    let fields = try JSONFields(root, "the file", ["version", "findings"])
    let version = try fields.integer("version")
    guard version == Self.version else {
      throw fields.failure(
        "version", "version \(version) is not known to this program, which reads \(Self.version)")
    }
    return try fields.array("findings").map { finding throws(JSONFields.Failure) in
      let fields = try JSONFields(finding, "a finding", [kind.subjectKey, "code", "fingerprint"])
      func text(_ name: String) throws(JSONFields.Failure) -> String {
        let text = try fields.string(name)
        guard !text.isEmpty else { throw fields.failure(name, "“\(name)” must be a text in quotes") }
        return text
      }
      let (subject, code) = (try text(kind.subjectKey), try text("code"))
      let fingerprint = try text("fingerprint")
      guard Fingerprint.isValid(fingerprint) else {
        throw fields.failure("fingerprint", "“\(fingerprint)” is no fingerprint of a finding")
      }
      return Entry(fingerprint: fingerprint, code: code, subject: subject)
    }
  }
}
