internal import AutoTagBytes
internal import AutoTagTracking

/// Rewrites the files of a stream of records: for each comes out one, in their order.
///
///     {"path":"posts/a.html","id":7,"length":31}                                                  in
///     <a href="https://click.linksyn…
///     {"path": "posts/a.html", "id": 7, "length": 45, "changed": true, "tagged": 1, "problems": []}   out
///     <a href="https://click.linksyn…
///
/// All answers are written before a read that may wait, so that who sends a record and waits gets its answer.
package struct RecordStream: ~Copyable {
  private let rewriter: StreamRewriter
  private var reader: RecordReader
  private let input: StreamInput
  private let output: StreamOutput
  private var page: [UInt8] = []

  /// - Parameter options: with facts, unless redirects are off. Nothing of the site is read.
  package init(
    _ options: RewriteOptions, from input: StreamInput, to output: StreamOutput
  ) throws(SiteError) {
    rewriter = try StreamRewriter(options)
    reader = RecordReader(input)
    (self.input, self.output) = (input, output)
    input.beforeReading = { () throws(StreamError) in try output.flush() }
  }

  /// Runs to the end of the input. The line that ends the output is the caller's.
  package consuming func run() throws(StreamError) -> StreamSummary {
    while let head = try reader.next() { try answer(head) }
    return rewriter.finish()
  }

  private mutating func answer(_ head: RecordHead) throws(StreamError) {
    switch rewriter.site.use(of: head) {
    case .page(let path): try rewrite(head, path)
    case .other(let path):
      var file = rewriter.site.pass(path)
      try pass(head, Answer(head)) { file.see($0) }
      rewriter.passed(file)
    case .refused(let problem):
      rewriter.skip(problem)
      try pass(head, Answer(head, problems: [problem]))
    case .nothing: try pass(head, Answer(head))
    }
  }

  private mutating func rewrite(_ head: RecordHead, _ path: StreamedPath) throws(StreamError) {
    guard try input.take(head.length, into: &page) else { throw reader.cut(head) }
    try reader.end(head)
    if rewriter.site.isNoPage(page, head) {
      rewriter.passed(rewriter.site.pass(nil))
      try write(Answer(head), page)
      return
    }
    let outcome = rewriter.rewrite(page, path)
    var answer = Answer(head, problems: outcome.problems)
    answer.tagged = outcome.links.values.reduce(0) { $0 + $1.tagged }
    if rewriter.isUntagging { answer.untagged = outcome.links.values.reduce(0) { $0 + $1.untagged } }
    let rewritten = outcome.rewritten(page)
    answer.isChanged = rewritten != nil
    answer.length = rewritten?.count ?? page.count
    try write(answer, rewritten ?? page)
  }

  private func write(_ answer: Answer, _ bytes: [UInt8]) throws(StreamError) {
    try output.add(answer.line)
    try output.add(bytes)
    try output.add([0x0A])
  }

  /// Lets a record's bytes through as they are.
  private func pass(
    _ head: RecordHead, _ answer: Answer, see: (Span<UInt8>) -> Void = { _ in }
  ) throws(StreamError) {
    try output.add(answer.line)
    let count = try input.forEachPiece(of: head.length) { (piece) throws(StreamError) in
      see(piece)
      try output.add(piece)
    }
    guard count == head.length else { throw reader.cut(head) }
    try reader.end(head)
    try output.add([0x0A])
  }
}

/// The line in front of a file's bytes in the output.
private struct Answer {
  let head: RecordHead
  var length: Int
  var isChanged = false
  var tagged = 0
  var untagged: Int?
  let problems: [Problem]

  init(_ head: RecordHead, problems: [Problem] = []) {
    self.head = head
    length = head.length
    self.problems = problems
  }

  var line: [UInt8] {
    var fields = head.names
    fields += [("length", .integer(length)), ("changed", .truth(isChanged)), ("tagged", .integer(tagged))]
    if let untagged { fields.append(("untagged", .integer(untagged))) }
    fields.append(("problems", .array(problems.map(\.json))))
    if let failure = problems.first(where: { $0.severity == .failure }) {
      fields.append(("failed", .string(failure.message)))
    }
    var line: [UInt8] = []
    JSONValue.object(fields).writeLine(to: &line)
    return line + [0x0A]
  }
}
