import ArgumentParser
internal import AutoTagBytes
internal import AutoTagFiles
package import AutoTagSite
package import AutoTagTracking

/// An earlier run of `rewrite`, as its JSON summary tells of it.
package struct LastRun: Sendable, Equatable {
  /// The summary's file, as the user named it.
  package let file: String
  /// The affiliate links of each group, by its name.
  package private(set) var links: [String: Int] = [:]
  /// The problems by which a click id was lost, without what a comparison of its own found.
  package private(set) var losses = 0

  /// - Parameter path: the summary's file.
  /// - Throws: `LastRunError` where it cannot be read, and for anything but what `rewrite --format json` prints.
  package init(path: String) throws(LastRunError) {
    let bytes = try WholeFile.read(path, limit: WholeFile.dataLimit) { error in
      LastRunError(file: path, line: nil, "it cannot be read: \(error.description)")
    }
    try self.init(bytes, file: path)
  }

  package init(_ bytes: [UInt8], file: String) throws(LastRunError) {
    self.file = file
    let root: JSONNode
    do throws(JSONReader.Failure) {
      root = try JSONReader.read(bytes)
    } catch {
      throw LastRunError(file: file, line: error.line, error.message)
    }
    func foreign(_ name: String) -> LastRunError {
      LastRunError(file: file, line: root[name]?.line ?? root.line, "“\(name)” is not as autotag writes it")
    }
    guard root["version"]?.string != nil else { throw foreign("version") }
    guard case .object(let groups)? = root["groups"]?.value else { throw foreign("groups") }
    for group in groups {
      guard let count = group.value["affiliate"]?.int, count >= 0 else { throw foreign("groups") }
      links[group.name] = count
    }
    guard let problems = root["problems"]?.array else { throw foreign("problems") }
    for problem in problems {
      guard let severity = problem["severity"]?.string, let code = problem["code"]?.string else {
        throw foreign("problems")
      }
      if severity == "loss", !Self.codes.contains(code) { losses += 1 }
    }
  }

  private static let codes = [ProblemCode.fewerLinks, .moreLosses].map(\.rawValue)

  /// The ways in which a run is worse than this one.
  package func drops(in summary: RunSummary) -> [Problem] {
    var problems: [Problem] = []
    for (group, then) in links.sorted(by: { $0.key < $1.key }) {
      let now = summary.groups[group]?.affiliate ?? 0
      if now < then { problems.append(Problem(.fewerLinks(of: group, now: now, then: then), file: file)) }
    }
    let now = summary.problems.count { $0.severity == .loss }
    if now > losses { problems.append(Problem(.moreLosses(now: now, then: losses), file: file)) }
    return problems
  }
}

/// The reason why a summary is not compared with.
package struct LastRunError: CommandError, Sendable, Equatable {
  package let file: String
  /// The line from 1; `nil` where the whole file is meant.
  package let line: Int?
  package let message: String

  init(file: String, line: Int?, _ message: String) {
    (self.file, self.line, self.message) = (file, line, message)
  }

  package var description: String {
    "\(file)\(line.map { ":\($0)" } ?? ""): \(message); --compare needs what `autotag rewrite --format json` printed"
  }

  var exitStatus: ExitCode { ExitStatus.usage }
}
