package import AutoTagBytes
internal import Synchronization

/// The changes that the rules of a site's redirect files can get, and the site's redirects after them. Everything is
/// made when it is asked for first: most runs ask for nothing.
package final class RuleMends: Sendable {
  private let sources: [LoadedSource]
  private let makeMap: @Sendable ([LoadedSource]) -> RedirectMap
  private struct Made {
    var proposals: [String: [RedirectRule: [RuleProposal]]] = [:]
    /// The most proposals that a rule has.
    var roundCounts: [String: Int] = [:]
    var rounds: [String: [Int: RedirectMap]] = [:]
  }
  private let made = Mutex(Made())

  /// - Parameters:
  ///   - sources: those of the site, in their order.
  ///   - makeMap: makes the site's redirects of such sources.
  package init(_ sources: [LoadedSource], makeMap: @escaping @Sendable ([LoadedSource]) -> RedirectMap) {
    self.sources = sources
    self.makeMap = makeMap
  }

  /// Returns the proposals for a rule, the likeliest first.
  /// - Parameter subid: the name of the parameter that is to arrive.
  func proposals(for rule: RedirectRule, subid: String) -> [RuleProposal] {
    made.withLock { proposals(subid, &$0)[rule] ?? [] }
  }

  /// The most proposals that a rule has.
  func roundCount(subid: String) -> Int {
    made.withLock { made in
      _ = proposals(subid, &made)
      return made.roundCounts[subid] ?? 0
    }
  }

  /// Returns the redirects with the same proposal of all rules carried out, the last one where a rule has fewer.
  func round(_ number: Int, subid: String) -> RedirectMap {
    made.withLock { made in
      if let map = made.rounds[subid]?[number] { return map }
      let changes = proposals(subid, &made).map { rule, proposals in
        RuleChange(rule: rule, proposal: proposals[min(number, proposals.count - 1)])
      }
      let map = mended(changes).map
      made.rounds[subid, default: [:]][number] = map
      return map
    }
  }

  /// A file with some of its rules changed.
  package struct MendedSource: Sendable {
    /// The file's name in messages.
    package let file: String
    package let original: [UInt8]
    package let edits: [Edit]
    package let changes: [RuleChange]
  }

  /// Carries changes out.
  func mended(_ changes: [RuleChange]) -> (map: RedirectMap, files: [MendedSource]) {
    var byFile: [String: [RuleChange]] = [:]
    for change in changes { byFile[change.rule.file, default: []].append(change) }
    var files: [MendedSource] = []
    let mended = sources.map { source in
      guard let original = source.original, let own = byFile[source.file] else { return source }
      let sorted = own.sorted { ($0.rule.line ?? 0, $0.rule.text) < ($1.rule.line ?? 0, $1.rule.text) }
      let (bytes, edits) = RuleProposal.applied(sorted.map(\.proposal), to: original.bytes)
      files.append(
        MendedSource(file: source.file, original: original.bytes, edits: edits, changes: sorted))
      return original.read(bytes)
    }
    return (makeMap(mended), files)
  }

  private func proposals(_ subid: String, _ made: inout Made) -> [RedirectRule: [RuleProposal]] {
    if let known = made.proposals[subid] { return known }
    let folders = sources.compactMap { source in
      if case .folder(let folder) = source.program { folder } else { nil }
    }
    var all: [RedirectRule: [RuleProposal]] = [:]
    for source in sources {
      var surroundings = ApacheSurroundings.none
      if case .folder(let folder) = source.program {
        surroundings = ApacheSurroundings(of: folder, among: folders)
      }
      guard let original = source.original,
        let mender = source.format.mender(of: original.bytes, prefix: original.prefix, surroundings)
      else { continue }
      // Rules of files that it includes are not in its bytes.
      for rule in source.rules where rule.file == source.file {
        let proposals = mender.proposals(for: rule, subid: subid)
        if !proposals.isEmpty { all[rule] = proposals }
      }
    }
    made.proposals[subid] = all
    made.roundCounts[subid] = all.values.map(\.count).max() ?? 0
    return all
  }
}
