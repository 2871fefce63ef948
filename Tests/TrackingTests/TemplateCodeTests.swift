import AutoTagHTML
import AutoTagTracking
import TestSupport
import Testing

@Suite("Template code in a link")
struct TemplateCodeTests {
  /// A value as it is written, and what becomes of it: `nil` where it is left and reported as `template-code`, `kept`
  /// where its subid stays. A new case is one line.
  struct Case: CustomTestStringConvertible, Sendable {
    let raw: String
    let expected: String?
    let policy: ExistingSubidPolicy
    let obstacle: TemplateObstacle?

    init(_ raw: String, _ expected: String, _ policy: ExistingSubidPolicy = .keep) {
      (self.raw, self.expected, self.policy, obstacle) = (raw, expected, policy, nil)
    }

    init(_ raw: String, leftFor obstacle: TemplateObstacle, _ policy: ExistingSubidPolicy = .keep) {
      (self.raw, expected, self.policy, self.obstacle) = (raw, nil, policy, obstacle)
    }

    var testDescription: String { "\(raw.debugDescription), \(policy)" }
  }

  static let link = "https://click.linksynergy.com/deeplink"
  static let u1 = "u1=--CLICK-ID--"

  @Test(
    "the parameter goes behind code that lies whole in the value",
    arguments: [
      Case("\(link)?id={{ id }}", "\(link)?id={{ id }}&\(u1)"),
      Case("\(link)?id={{id}}&mid=1", "\(link)?id={{id}}&mid=1&\(u1)"),
      Case("\(link)?id={{{ id }}}&mid=1", "\(link)?id={{{ id }}}&mid=1&\(u1)"),
      Case("\(link)?id={{- .Id -}}&mid=1", "\(link)?id={{- .Id -}}&mid=1&\(u1)"),
      Case("\(link)?id=<?= $id ?>&mid=1", "\(link)?id=<?= $id ?>&mid=1&\(u1)"),
      Case("\(link)?id=<?php echo $a->id; ?>&mid=1", "\(link)?id=<?php echo $a->id; ?>&mid=1&\(u1)"),
      Case("\(link)?id=<?php echo $a[\"id\"] ?>&mid=1", "\(link)?id=<?php echo $a[\"id\"] ?>&mid=1&\(u1)"),
      Case("\(link)?id=<%= p['id'] %>&mid=1", "\(link)?id=<%= p['id'] %>&mid=1&\(u1)"),
      Case("\(link)?id=<%-- note --%>A", "\(link)?id=<%-- note --%>A&\(u1)"),
      Case("\(link)?id=<!--#echo var=PUB -->&mid=1", "\(link)?id=<!--#echo var=PUB -->&mid=1&\(u1)"),
      Case("\(link)?id=<!--#echo var='PUB' -->", "\(link)?id=<!--#echo var='PUB' -->&\(u1)"),
      Case("\(link)?id=A{# murl=x #}", "\(link)?id=A{# murl=x #}&\(u1)"),
      Case("\(link)?id={# c? #}A&x=1#top", "\(link)?id={# c? #}A&x=1&\(u1)#top"),
      Case("\(link)?id={% include id.txt %}&mid=1", "\(link)?id={% include id.txt %}&mid=1&\(u1)"),
      Case("\(link)?id=A{% if m %}&mid=1{% endif %}", "\(link)?id=A{% if m %}&mid=1{% endif %}&\(u1)"),
      Case("\(link)?id=A<? if ($m) { ?>&mid=1<? } ?>", "\(link)?id=A<? if ($m) { ?>&mid=1<? } ?>&\(u1)"),
      Case("\(link)?{{ query }}", "\(link)?{{ query }}&\(u1)"),
      Case("\(link)?id=A&{{ rest }}", "\(link)?id=A&{{ rest }}&\(u1)"),
      Case("\(link)?id=A{{ rest }}&", "\(link)?id=A{{ rest }}&\(u1)"),
      Case("https://{{ host }}/deeplink?id=A", "https://{{ host }}/deeplink?id=A&\(u1)"),
      Case("{{ site.url }}/go/x?a=1", "{{ site.url }}/go/x?a=1&\(u1)"),
      Case("/go/{{ slug }}?to={{ to }}", "/go/{{ slug }}?to={{ to }}&\(u1)"),
      // White space around it and in it.
      Case("\(link)?id={{ id }} ", "\(link)?id={{ id }}&\(u1) "),
      Case("\n\(link)?id={{\n\tid\n}}\n", "\n\(link)?id={{\n\tid\n}}&\(u1)\n"),
      Case("\n\(link)\n?id={{\r\n'#' }}&\na=1", "\n\(link)\n?id={{\r\n'#' }}&\na=1&\(u1)"),
    ])
  func behind(_ link: Case) { check(link) }

  @Test(
    "what stands in code is no part of the link",
    arguments: [
      Case("\(link)?id={{ a ? 'b' : 'c' }}", "\(link)?id={{ a ? 'b' : 'c' }}&\(u1)"),
      Case("\(link){{ a ? 'b' : 'c' }}", leftFor: .decides),
      Case("\(link)?id=<?php echo '#' ?>&mid=1", "\(link)?id=<?php echo '#' ?>&mid=1&\(u1)"),
      Case("\(link)?id=<!--#echo var='a' -->#top", "\(link)?id=<!--#echo var='a' -->&\(u1)#top"),
      Case("\(link)?id={{ '&u1=x' }}", "\(link)?id={{ '&u1=x' }}&\(u1)"),
      Case("\(link)?id={{ '&\(u1)' }}", "\(link)?id={{ '&\(u1)' }}&\(u1)"),
      Case("\(link)?{{ '=' }}&u1=", "\(link)?{{ '=' }}&\(u1)"),
      // Its ampersands are no example.
      Case("\(link)?id=<?= $a & $b ?>&amp;mid=1", "\(link)?id=<?= $a & $b ?>&amp;mid=1&amp;\(u1)"),
      Case("\(link)?a=1&amp;id=<?= $a & $b ?>", "\(link)?a=1&amp;id=<?= $a & $b ?>&amp;\(u1)"),
      Case("\(link)?id={{ a &amp;&amp; b }}&mid=1", "\(link)?id={{ a &amp;&amp; b }}&mid=1&\(u1)"),
      Case("\(link)?id={{ f(&quot;#&quot;) }}&mid=1", "\(link)?id={{ f(&quot;#&quot;) }}&mid=1&\(u1)"),
      // One in the other.
      Case("\(link)?id=<?= '{{' ?>&mid=1", "\(link)?id=<?= '{{' ?>&mid=1&\(u1)"),
      Case("\(link)?id={{ '<?#' }}&mid=1", "\(link)?id={{ '<?#' }}&mid=1&\(u1)"),
    ])
  func inside(_ link: Case) { check(link) }

  @Test(
    "in front of a fragment that is there whatever the code does",
    arguments: [
      Case("\(link)?id={{ id }}#top", "\(link)?id={{ id }}&\(u1)#top"),
      Case("\(link)?id=A#{{ top }}", "\(link)?id=A&\(u1)#{{ top }}"),
      Case("\(link)#{{ top }}", "\(link)?\(u1)#{{ top }}"),
      Case("\(link)?id={{ id }}#{{ top }}", "\(link)?id={{ id }}&\(u1)#{{ top }}"),
      Case("\(link)?id=A#{% if a %}x{% endif %}", "\(link)?id=A&\(u1)#{% if a %}x{% endif %}"),
      Case("\(link)?id=<?= $a; ?>#<?php print $b ?>", "\(link)?id=<?= $a; ?>&\(u1)#<?php print $b ?>"),
      Case("\(link)?id=<%= a %>#<%: b %>", "\(link)?id=<%= a %>&\(u1)#<%: b %>"),
      Case("\(link)?a={% if a %}b{% endif %}#x", "\(link)?a={% if a %}b{% endif %}&\(u1)#x"),
      Case("\(link)?id=A{% if a %}#top{% endif %}", leftFor: .decides),
      Case("\(link)?id=A<? if ($a): ?>#top<? endif ?>", leftFor: .decides),
      Case("\(link)?id=A<% if a then %>#top<% end if %>", leftFor: .decides),
      Case("\(link)?id=A<!--#if expr='a' -->#top<!--#endif -->", leftFor: .decides),
      Case("\(link)?id=A{{ if .A }}#top{{ end }}", leftFor: .decides),
      Case("\(link)?id=A{{#if a}}#top{{/if}}", leftFor: .decides),
      Case("\(link)?id=A{{- with .A -}}#{{ . }}{{- end -}}", leftFor: .decides),
      Case("\(link)?id=<?php echo $a; if ($b) { ?>#top<?php } ?>", leftFor: .decides),
    ])
  func fragment(_ link: Case) { check(link) }

  @Test(
    "where code may write the ? nothing is added",
    arguments: [
      Case("\(link){{ query }}", leftFor: .decides),
      Case("{{ url }}", leftFor: .decides),
      Case("{{ url }}#top", leftFor: .decides),
      Case("/go/{{ slug }}", leftFor: .decides),
      Case("https://click.linksynergy.com<?= $path ?>", leftFor: .decides),
      Case("\(link)<!--#echo var=QUERY -->", leftFor: .decides),
      Case("\(link){% if a %}?id=A{% endif %}", leftFor: .decides),
      Case("{% if a %}\(link)?id=A{% else %}\(link)?id=B{% endif %}", leftFor: .decides),
    ])
  func query(_ link: Case) { check(link) }

  @Test(
    "code that the end of the value cuts off, or that begins before it",
    arguments: [
      Case("\(link)?id=<!--#echo var=", leftFor: .cut),
      Case("\(link)?id=A&mid=1&murl=<!--#echo encoding=", leftFor: .cut),
      Case("\(link)?id=<?php echo $a[", leftFor: .cut),
      Case("\(link)?id=<?=$id?", leftFor: .cut),
      Case("\(link)?id=<%= p[", leftFor: .cut),
      Case("\(link)?id={{ f(", leftFor: .cut),
      Case("\(link)?id={% f ", leftFor: .cut),
      Case("\(link)?id={{ a }}&mid=<?= f(", leftFor: .cut),
      Case("https://<?= host(", leftFor: .cut),
      Case(") ?>", leftFor: .cut),
      Case(") %>&mid=1", leftFor: .cut),
      // A script's string may hold what would end it.
      Case("\(link)?id={{ '}}' }}&mid=1", leftFor: .cut),
      Case("\(link)?id=<?= '?>' ?>&mid=1", leftFor: .cut),
      Case("\(link)?u1=&id=<?= f(", leftFor: .cut),
      Case("\(link)?u1=<?= f(", leftFor: .cut),
      Case("\(link)?u1=--CLICK-ID--<?= f(", leftFor: .cut),
      Case("\(link)?u1=x&id=<?= f(", leftFor: .cut, .replace),
    ])
  func cut(_ link: Case) { check(link) }

  @Test(
    "a subid that is there",
    arguments: [
      Case("\(link)?id={{ id }}&\(u1)", "\(link)?id={{ id }}&\(u1)"),
      Case("\(link)?\(u1)&id={{ id }}", "\(link)?\(u1)&id={{ id }}"),
      Case("\(link)?id={{ id }}&\(u1)&mid={{ mid }}", "\(link)?id={{ id }}&\(u1)&mid={{ mid }}"),
      Case("\(link)?\(u1)&id=<?= f(", "\(link)?\(u1)&id=<?= f("),
      Case("\(link)?\(u1){% if m %}&mid=1{% endif %}", "\(link)?\(u1){% if m %}&mid=1{% endif %}"),
      // Added by hand, where autotag could not tell.
      Case("\(link){{ query }}&\(u1)", "\(link){{ query }}&\(u1)"),
      Case("\(link){{ q ? '&' : '?' }}\(u1)", "\(link){{ q ? '&' : '?' }}\(u1)"),
      Case("{{ url }}&\(u1)#top", "{{ url }}&\(u1)#top"),
      Case("\(link)?{% if a %}id=A&{% endif %}\(u1)", "\(link)?{% if a %}id=A&{% endif %}\(u1)"),
      Case("\(link)?id=A&\(u1){% if a %}#top{% endif %}", "\(link)?id=A&\(u1){% if a %}#top{% endif %}"),
      // Empty.
      Case("\(link)?u1=&id={{ id }}", "\(link)?\(u1)&id={{ id }}"),
      Case("\(link)?id={{ id }}&u1", "\(link)?id={{ id }}&\(u1)"),
      Case("\(link){{ query }}&u1=", leftFor: .decides),
      Case("\(link)?id=A{{ sep }}u1=", leftFor: .decides),
      Case("\(link)?id=A{{ sep }}u1", leftFor: .decides),
      Case("\(link)?id=A{{ sep }}u1x=", "\(link)?id=A{{ sep }}u1x=&\(u1)"),
      Case("\(link)?u1=&id=A{{ sep }}u1=x", leftFor: .decides),
      Case("\(link)?id=A{{ sep }}\(u1)&mid=1", "\(link)?id=A{{ sep }}\(u1)&mid=1"),
      Case("\(link)?u1=x&u1={{ uid }}", "repeated"),
      // Another value, also one that code writes.
      Case("\(link)?id=A&u1={{ uid }}", "kept {{ uid }}"),
      Case("\(link)?id=A&u1=a-<?= $b ?>", "kept a-<?= $b ?>"),
      Case("\(link)?id=A&u1={% if a %}x{% else %}y{% endif %}", "kept {% if a %}x{% else %}y{% endif %}"),
      Case("\(link)?u1=x&id=<?= f(", "kept x"),
      Case("\(link)?id=A&u1={{ uid }}&mid=1", "\(link)?id=A&\(u1)&mid=1", .replace),
      Case("\(link)?id=A&u1=a-<?= $b ?>#top", "\(link)?id=A&\(u1)#top", .replace),
      Case("\(link)?u1=x&id={{ id }}", "\(link)?\(u1)&id={{ id }}", .replace),
      Case("\(link)?u1=x{% if m %}&mid=1{% endif %}", leftFor: .decides, .replace),
      Case("\(link)?u1=<?php the_uid() ?>", leftFor: .decides, .replace),
      Case("\(link)?id=A{{ sep }}u1=x", leftFor: .decides, .replace),
      Case("\(link){% if a %}?id=A{% endif %}&u1=", leftFor: .decides),
      Case("\(link){% if a %}?id=A{% endif %}&u1=x", "kept x"),
      Case("\(link)?u1=&id=A{% if a %}#top{% endif %}", leftFor: .decides),
      // There only at times.
      Case("\(link)?id=A{% if a %}&\(u1){% endif %}", leftFor: .decides),
      Case("\(link)?id=A{% if a %}&u1=x{% endif %}", leftFor: .decides),
      Case("\(link)?id=A{% if a %}&u1={% endif %}", leftFor: .decides),
      Case("\(link)?{% if a %}\(u1){% else %}\(u1){% endif %}", leftFor: .decides),
      Case("\(link)?{% if a %}u1=x{% else %}u1=y{% endif %}", leftFor: .decides, .replace),
      // A part of a name.
      Case("\(link)?u1{{ x }}=y", leftFor: .decides),
      Case("\(link)?u1{% if a %}=x{% endif %}", leftFor: .decides),
      Case("\(link)?xu1{{ x }}=y", "\(link)?xu1{{ x }}=y&\(u1)"),
    ])
  func subid(_ link: Case) { check(link) }

  @Test(
    "what only looks like code",
    arguments: [
      Case("\(link)?id=%7B%7Bid%7D%7D", "\(link)?id=%7B%7Bid%7D%7D&\(u1)"),
      Case("\(link)?murl=%3C%3F%23", "\(link)?murl=%3C%3F%23&\(u1)"),
      Case("\(link)?x={id}", "\(link)?x={id}&\(u1)"),
      Case("\(link)?x={", "\(link)?x={&\(u1)"),
      Case("\(link)?x={#top", "\(link)?x={&\(u1)#top"),
      Case("\(link)?x={\"a\":{\"b\":1}}#top", "\(link)?x={\"a\":{\"b\":1}}&\(u1)#top"),
      Case("\(link)?x={%22a%22:{%22b%22:1}}", "\(link)?x={%22a%22:{%22b%22:1}}&\(u1)"),
      Case("\(link)?x={%E3%81%82}", "\(link)?x={%E3%81%82}&\(u1)"),
      Case("\(link)?x=a<%20b", "\(link)?x=a<%20b&\(u1)"),
      Case("\(link)?x=a<b>c#top", "\(link)?x=a<b>c&\(u1)#top"),
      Case("\(link)?x=<!--#-->", "\(link)?x=<!--#-->&\(u1)"),
      Case("\(link)?x=<!-- a -->#top", "\(link)?x=<!-- a -->&\(u1)#top"),
      Case("\(link)?x=50%}#top", "\(link)?x=50%}&\(u1)#top"),
      Case("\(link)?u1=--CLICK-ID-->", "\(link)?\(u1)", .replace),
      // The new ? would make code of it.
      Case("\(link)<", leftFor: .cut),
      Case("\(link)&lt;", "\(link)&lt;?\(u1)"),
      Case("\(link)?id=&lt;?#top", "\(link)?id=&lt;?&\(u1)#top"),
      Case("\(link)?id=&#123;&#123;a&#35;b}}", "\(link)?id=&#123;&#123;a&\(u1)&#35;b}}"),
      Case("\(link)?x=[[a]]${b}", "\(link)?x=[[a]]${b}&\(u1)"),
    ])
  func plain(_ link: Case) { check(link) }

  @Test("a token that looks like code is the token")
  func token() throws {
    let group = try TrackingGroup(name: "g", hosts: ["go.example"], subid: "s", token: "{{click}}")
    func decide(_ raw: String) -> SubidDecision {
      SubidDecision.of(raw.utf8Span.span, for: group, existing: .keep, isXHTML: false)
    }
    let once = apply(decide("/x?id={{ id }}"), to: "/x?id={{ id }}")
    #expect(once == "/x?id={{ id }}&s={{click}}")
    #expect(decide(once).outcome == .alreadyTagged)
  }

  @Test(
    "whatever the code writes, the link is the old one with the parameter", arguments: [UInt64(1), 2, 3, 4])
  func generated(seed: UInt64) {
    var randomness = Randomness(seed: seed)
    let prints = [
      "{{ a ? '#' : '&u1=' }}", "{{{b}}}", "<?= $c ?>", "<?php echo \"#?\"; ?>", "<%= d %>",
      "<!--#echo var=\"e\" -->",
      "{{\n\tf }}",
    ]
    let blocks = [
      ("{% if a %}", "{% endif %}"), ("<? if ($b): ?>", "<? endif ?>"), ("<% if c %>", "<% end %>"),
      ("{{#if d}}", "{{/if}}"), ("{{ range .E }}", "{{ end }}"),
      ("<!--#if expr='f' -->", "<!--#endif -->"),
    ]
    let pieces = [
      "?", "?", "&", "&amp;", "#", "u1=", "u1", "&u1=", "id=A", "x", "/p", "=", "--CLICK-ID--",
    ]
    var edits = 0
    for _ in 0..<10_000 {
      var raw = "/deeplink"
      for _ in 0...Int.random(in: 1...7, using: &randomness) {
        switch Int.random(in: 0..<6, using: &randomness) {
        case 0: raw += randomness.pick(prints)
        case 1:
          let block = randomness.pick(blocks)
          raw += block.0 + randomness.pick(pieces) + randomness.pick(pieces) + block.1
        default: raw += randomness.pick(pieces)
        }
      }
      let policy = randomness.pick(ExistingSubidPolicy.allCases)
      func decide(_ raw: String) -> SubidDecision {
        SubidDecision.of(raw.utf8Span.span, for: .rakuten, existing: policy, isXHTML: false)
      }
      /// The value as it leaves the server, without separators that separate nothing.
      func seen(_ raw: String, _ isThere: Bool) -> String {
        var text = raw
        for print in prints { text = text.replacing(print, with: "-A-") }
        for (begin, end) in blocks {
          while let first = text.firstRange(of: begin),
            let last = text[first.upperBound...].firstRange(of: end)
          {
            let inner = isThere ? String(text[first.upperBound..<last.lowerBound]) : ""
            text.replaceSubrange(first.lowerBound..<last.upperBound, with: inner)
          }
        }
        return SubidModel.seen(decoded(text))
      }
      func normalised(_ link: String) -> String {
        let (rest, fragment) = cut(link, "#")
        let (path, query) = cut(rest, "?")
        let parameters = query.map { "?" + $0.split(separator: "&").joined(separator: "&") }
        return path + (parameters ?? "") + (fragment.map { "#" + $0 } ?? "")
      }
      func cut(_ text: String, _ mark: Character) -> (String, String?) {
        guard let offset = text.firstIndex(of: mark) else { return (text, nil) }
        return (String(text[..<offset]), String(text[text.index(after: offset)...]))
      }
      let decision = decide(raw)
      let new = apply(decision, to: raw)
      let context = "\(raw.debugDescription) became \(new.debugDescription)"
      for isThere in [true, false] {
        switch decision.outcome {
        case .edit:
          edits += 1
          guard
            case .becomes(let expected) = SubidModel(subid: "u1", token: "--CLICK-ID--")
              .answer(normalised(seen(raw, isThere)), policy)
          else {
            // Only where the code itself writes a part of the parameter's name or value.
            #expect(raw.contains(/u1=?[<{]/), "\(context)")
            continue
          }
          #expect(normalised(seen(new, isThere)) == normalised(expected), "\(context)")
        case .alreadyTagged: #expect(seen(raw, isThere).contains("u1=--CLICK-ID--"), "\(context)")
        case .kept, .skipped: break
        }
      }
      if case .edit = decision.outcome { #expect(decide(new).outcome == .alreadyTagged, "\(context)") }
    }
    #expect(edits > 2000)
  }

  @Test("a value of many pieces of code takes time in step with its length")
  func long() {
    for piece in ["{{a}}\n", "{% a %}&u1=", "<?=a?>&", "{{", "}}", "{%", "?>", "{{a}}}}"] {
      let raw = "\(Self.link)?" + String(repeating: piece, count: 100_000)
      let decision = SubidDecision.of(raw.utf8Span.span, for: .rakuten, existing: .keep, isXHTML: false)
      #expect(decision.outcome != .alreadyTagged)
    }
  }

  private func check(_ link: Case) {
    func decide(_ raw: String) -> SubidDecision {
      SubidDecision.of(raw.utf8Span.span, for: .rakuten, existing: link.policy, isXHTML: false)
    }
    let decision = decide(link.raw)
    switch decision.outcome {
    case .edit, .alreadyTagged:
      let new = apply(decision, to: link.raw)
      #expect(new == link.expected)
      #expect(decide(new).outcome == .alreadyTagged)
      if case .edit(let edit) = decision.outcome {
        // Nothing is taken away but a subid's value.
        #expect(edit.range.isEmpty || link.policy == .replace)
      }
    case .kept(let value): #expect("kept \(value)" == link.expected)
    case .skipped(let skip):
      guard link.expected != "repeated" else {
        #expect(skip == .repeatedSubid)
        return
      }
      #expect(skip.code == "template-code")
      #expect(link.obstacle.map { SubidSkip.templateCode($0) } == skip)
    }
  }
}
