internal import AutoTagBytes

/// The effect of a section that is decided when the file is read.
enum ApacheSectionState {
  case active
  case inactive
  case conditional(RedirectRule.Condition)

  init(of directive: ApacheDirective) {
    var words = directive.words
    let isNegated = words.first?.first == UInt8(ascii: "!")
    if isNegated { words[0].removeFirst() }
    let written = String(directive.text.prefix(directive.name.count))
    let text = ([written] + words.map(\.text)).joined(separator: " ")
    func conditional(_ question: String? = nil, isUsual: Bool) -> Self {
      .conditional(
        .init(tests: [
          .init(
            question: question ?? text, text: "the test \(text)>", isNegated: isNegated, isUsual: isUsual)
        ]))
    }
    switch directive.name {
    case "<ifmodule":
      let name = words.first?.text ?? ""
      let question = "<ifmodule \(ApacheModule.short(name))"
      switch ApacheModule(named: name) {
      case .loaded: self = isNegated ? .inactive : .active
      case .usual: self = conditional(question, isUsual: !isNegated)
      case .unknown: self = conditional(question, isUsual: isNegated)
      }
    case "<ifversion", "<iffile", "<ifdirective", "<ifsection": self = conditional(isUsual: true)
    // These say who may do what, and directives of redirects in them are taken as if they stood outside.
    case "<limit", "<limitexcept", "<requireall", "<requireany", "<requirenone": self = .active
    default: self = conditional(isUsual: false)
    }
  }
}
