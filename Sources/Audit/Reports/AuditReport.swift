/// Writes an audit in one format, page by page, so that memory does not grow with the site: a report keeps no
/// more of the pages than it needs at its end.
///
/// Called by one thread: `begin`, then `page` for each page in the order of the tree, then `finish`. Each call
/// returns what is to be written next.
package protocol AuditReport {
  mutating func begin(_ context: AuditContext) -> [UInt8]
  mutating func page(_ page: AuditedPage) -> [UInt8]
  mutating func finish(_ summary: AuditSummary) -> [UInt8]
}
