internal import AutoTagAudit

/// Takes an audit to all reports that are wanted, in one pass over the site.
///
/// Used by one thread at a time: it is filled before the audit, which gives it one page after the other, and
/// finished after it.
final class ReportSink: @unchecked Sendable {
  private struct Target {
    var report: any AuditReport
    /// `nil` for standard output.
    let file: ReportFile?
  }

  private var targets: [Target] = []
  private let output: StandardOutput

  init(output: StandardOutput) {
    self.output = output
  }

  /// A report to standard output.
  func add(_ report: any AuditReport) { targets.append(Target(report: report, file: nil)) }

  /// A report to a file.
  func add(_ report: any AuditReport, path: String) throws(CommandFailure) {
    targets.append(
      Target(report: report, file: try ReportFile(path, number: targets.count + 1, output: output)))
  }

  func begin(_ context: AuditContext) { forEach { $0.begin(context) } }

  func page(_ page: AuditedPage) { forEach { $0.page(page) } }

  /// - Throws: when a report's file cannot be written.
  func finish(_ summary: AuditSummary) throws(CommandFailure) {
    forEach { $0.finish(summary) }
    // All that can be written is written; what failed is told of each.
    var failures: [CommandFailure] = []
    for target in targets {
      do throws(CommandFailure) { try target.file?.finish() } catch { failures.append(error) }
    }
    guard let first = failures.first else { return }
    throw CommandFailure(
      exitStatus: first.exitStatus, message: failures.map(\.message).joined(separator: "; "))
  }

  private func forEach(_ body: (inout any AuditReport) -> [UInt8]) {
    for index in targets.indices {
      let bytes = body(&targets[index].report)
      if let file = targets[index].file { file.write(bytes) } else if !bytes.isEmpty { output.write(bytes) }
    }
  }
}
