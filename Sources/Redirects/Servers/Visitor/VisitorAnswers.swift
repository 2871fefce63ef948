/// An answer, assumed for one evaluation, to a question that the site's files leave open: what a visitor sends, which
/// modules the server has, under which of its names the site is asked for.
package struct Assumption: Sendable, Hashable {
  /// The question. The same one has the same answer on the whole way of a link.
  let question: String
  let option: Int
  let optionCount: Int

  /// The answer in words: "the condition %{REMOTE_ADDR} ^192\. holds".
  package let words: String

  /// The rule that asks; `nil` where several do.
  package let rule: RedirectRule?
}

/// A rule's condition that was decided by what people's browsers send, and which others need not.
package struct VisitorRemark: Sendable, Hashable {
  package let rule: RedirectRule
  /// As it is written.
  package let condition: String
}

/// The answers to open questions for one evaluation of a site's rules.
///
/// Evaluation is a function of the request and these answers. To follow every branch, it is repeated with other answers
/// (`VisitorAnswers.outcomes`); evaluators know nothing of that, and rules without open questions are evaluated once.
struct VisitorAnswers {
  /// The questions asked so far, in order.
  private(set) var assumed: [Assumption] = []
  /// The answers that follow from those, to questions with yes or no.
  private var learned: [String: Bool] = [:]
  /// True if a condition was decided by what people's browsers send.
  private(set) var assumesBrowser = false
  /// The rules that were decided so, each once.
  private(set) var remarks: [VisitorRemark] = []
  /// True if what was asked for since `isTold` was taken for granted of a person's browser.
  private(set) var isTakenForGranted = false
  /// The work of the evaluation, in bytes that were made or matched.
  private(set) var work = 0
  /// True if something was decided by the text of a request's query, or text of it went where rules may decide by it.
  private(set) var looksAtQuery = false
  /// The answers to the first questions; the others get their usual one.
  private let prescribed: [Int]
  /// The origins under which a site of unknown address may be asked for; the usual one first.
  let origins: [SiteOrigin]

  init(origins: [SiteOrigin] = [], prescribed: [Int] = []) {
    self.origins = origins
    self.prescribed = prescribed
  }

  /// Returns the index of an option.
  /// - Parameters:
  ///   - question: the same text for the same question.
  ///   - words: each option in words, in the same order at every call.
  ///   - usual: the option of most visitors.
  mutating func choose(_ question: String, _ words: [String], usual: Int = 0, _ rule: RedirectRule?) -> Int {
    if let known = assumed.first(where: { $0.question == question }) { return known.option }
    let option = assumed.count < prescribed.count ? prescribed[assumed.count] : usual
    assumed.append(
      Assumption(
        question: question, option: option, optionCount: words.count,
        words: words.indices.contains(option) ? words[option] : "", rule: rule))
    return option
  }

  /// Returns the answer to a question with yes or no.
  /// - Parameters:
  ///   - subject: what is asked about, as a noun: "the condition %{TIME_HOUR} >12".
  ///   - usually: the answer for most visitors.
  mutating func holds(_ question: String, _ subject: String, usually: Bool, _ rule: RedirectRule?) -> Bool {
    if let known = learned[question] { return known }
    let words = ["\(subject) holds", "\(subject) does not hold"]
    return choose(question, words, usual: usually ? 0 : 1, rule) == 0
  }

  /// Returns the answer to a question with yes or no that is known by now; `nil` for an open one.
  func known(_ question: String) -> Bool? {
    learned[question] ?? assumed.first { $0.question == question }.map { $0.option == 0 }
  }

  /// Notes an answer that follows from another one.
  mutating func learn(_ question: String, isTrue: Bool) { learned[question] = isTrue }

  /// Notes that the answer is that of a person's browser.
  mutating func assumeBrowser() {
    assumesBrowser = true
    isTakenForGranted = true
  }

  /// Notes that the answer is that of a visitor who uses the site's scheme, whatever a proxy says.
  mutating func assumeScheme() { isTakenForGranted = true }

  /// Begins a condition, of which nothing was taken for granted so far.
  mutating func beginCondition() { isTakenForGranted = false }

  /// Ends a condition that was decided, and keeps what was taken for granted.
  /// - Parameter condition: as it is written.
  mutating func decided(_ condition: @autoclosure () -> String, of rule: RedirectRule) {
    guard isTakenForGranted else { return }
    isTakenForGranted = false
    guard !remarks.contains(where: { $0.rule.line == rule.line && $0.rule.file == rule.file }) else { return }
    remarks.append(VisitorRemark(rule: rule, condition: condition()))
  }

  /// Notes that a server decided something by the text of the request's query. What is only handed on is no matter: of
  /// parameters that differ in letters and digits then no rule makes a difference.
  mutating func noteLookAtQuery() { looksAtQuery = true }

  /// Forgets what was noted of the requests so far.
  mutating func forgetLooksAtQuery() { looksAtQuery = false }

  /// Notes what a server did for one request.
  mutating func note(_ work: RequestWork) {
    // Each request's has a bound of its own; a link has a few.
    self.work += work.done
  }

  /// Returns the origin that a request is for.
  mutating func origin(of request: ServerRequest) -> SiteOrigin {
    if let host = request.host { return SiteOrigin(scheme: request.scheme, host: host, port: request.port) }
    let origins = origins.isEmpty ? SiteOrigin.standIns : origins
    return origins[choose("origin", origins.map { "the site is asked for as \($0.words)" }, nil)]
  }

  // MARK: All branches

  /// An evaluation's result with the answers that it was made with.
  struct Outcome<Result> {
    let assumed: [Assumption]
    let assumesBrowser: Bool
    let remarks: [VisitorRemark]
    let result: Result
  }

  /// The most evaluations of one link. Lists of conditions make one question a rule, so that this is far more than real
  /// files need.
  static let mostOutcomes = 64

  /// The bound of the work of one link, from which on no further evaluation is begun. Ten thousand rules that are all tried
  /// six times are below it.
  static let mostWork = 4 << 20

  /// Evaluates with every combination of answers that the evaluation asks for, the usual ones first.
  /// - Returns: at most `mostOutcomes` results, fewer where they are much work; `isComplete` is false if there are more.
  static func outcomes<Result>(
    origins: [SiteOrigin], _ evaluate: (inout VisitorAnswers) -> Result
  ) -> (outcomes: [Outcome<Result>], isComplete: Bool) {
    var outcomes: [Outcome<Result>] = []
    var pending: [[Int]] = [[]]
    var next = 0
    var work = 0
    while next < pending.count {
      guard outcomes.count < mostOutcomes, work < mostWork else { return (outcomes, false) }
      let prescribed = pending[next]
      next += 1
      var answers = VisitorAnswers(origins: origins, prescribed: prescribed)
      let result = evaluate(&answers)
      work += answers.work
      outcomes.append(
        Outcome(
          assumed: answers.assumed, assumesBrowser: answers.assumesBrowser, remarks: answers.remarks,
          result: result))
      for (index, assumption) in answers.assumed.enumerated() where index >= prescribed.count {
        let before = answers.assumed[..<index].map(\.option)
        for option in 0..<assumption.optionCount where option != assumption.option {
          pending.append(before + [option])
        }
      }
    }
    return (outcomes, true)
  }
}
