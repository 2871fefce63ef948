/// The elements whose content is text in HTML (section 13.2.6), with scripting on.
extension TagLexer.RawText {
  package init?(contentOf name: ElementName) {
    switch name {
    case .script: self = .script
    case .plaintext: self = .plaintext
    case .style: self = .element("style")
    case .title: self = .element("title")
    case .textarea: self = .element("textarea")
    case .noscript: self = .element("noscript")
    case .iframe: self = .element("iframe")
    case .xmp: self = .element("xmp")
    case .noembed: self = .element("noembed")
    case .noframes: self = .element("noframes")
    default: return nil
    }
  }
}
