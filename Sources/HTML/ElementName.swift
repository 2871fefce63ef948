/// The element names that the HTML standard's tree construction (section 13.2.6) has a rule for.
package enum ElementName: UInt8, CaseIterable, Sendable {
  case other
  case a, address, annotationXML, applet, area, article, aside, b, base, basefont, bgsound, big, blockquote
  case body, br, button, caption, center, code, col, colgroup, dd, desc, details, dialog, dir, div, dl, dt
  case em, embed, fieldset, figcaption, figure, font, footer, foreignObject, form, frame, frameset
  case h1, h2, h3, h4, h5, h6, head, header, hgroup, hr, html, i, iframe, image, img, input, keygen
  case li, link, listing, main, malignmark, marquee, math, menu, meta, mglyph, mi, mn, mo, ms, mtext, nav
  case nobr, noembed, noframes, noscript, object, ol, optgroup, option, p, param, plaintext, pre
  case rb, rp, rt, rtc, ruby, s, script, search, section, select, small, source, span, strike, strong
  case style, sub, summary, sup, svg, table, tbody, td, template, textarea, tfoot, th, thead, title, tr
  case track, tt, u, ul, `var`, wbr, xmp

  /// The spelling of all names but `other`, in the order of the cases.
  package static let spellings: [Substring] = """
    a address annotation-xml applet area article aside b base basefont bgsound big blockquote
    body br button caption center code col colgroup dd desc details dialog dir div dl dt
    em embed fieldset figcaption figure font footer foreignobject form frame frameset
    h1 h2 h3 h4 h5 h6 head header hgroup hr html i iframe image img input keygen
    li link listing main malignmark marquee math menu meta mglyph mi mn mo ms mtext nav
    nobr noembed noframes noscript object ol optgroup option p param plaintext pre
    rb rp rt rtc ruby s script search section select small source span strike strong
    style sub summary sup svg table tbody td template textarea tfoot th thead title tr
    track tt u ul var wbr xmp
    """.split { $0 == " " || $0 == "\n" }
}
