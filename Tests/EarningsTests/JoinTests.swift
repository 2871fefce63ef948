import AutoTagConversions
import AutoTagEarnings
import Testing

@Suite("what links earned")
struct JoinTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let lines: [Shop.Line]
    let pages: [String]
    let links: [String]

    init(_ name: String, _ lines: Shop.Line..., pages: [String], links: [String]) {
      (testDescription, self.lines, self.pages, self.links) = (name, lines, pages, links)
    }

    /// A case whose lines are in the same row of both tables.
    init(_ name: String, _ lines: Shop.Line..., rest: String) {
      (testDescription, self.lines, pages, links) = (name, lines, [rest], [rest])
    }
  }

  static let cases: [Case] = [
    Case("a code", .init("lamp"), pages: ["a.html 1/0 10.00 1.00"], links: ["a.html lamp 1/0 10.00 1.00"]),
    Case(
      "one destination on two pages", .init("lamp"), .init("lampOfB", order: "B", "20.00", "2.00"),
      pages: ["b.html 1/0 20.00 2.00", "a.html 1/0 10.00 1.00"],
      links: ["b.html lamp 1/0 20.00 2.00", "a.html lamp 1/0 10.00 1.00"]),
    Case(
      "a code whose link is gone", .init("gone"), pages: ["old.html 1/0 10.00 1.00"],
      links: ["old.html https:/shop1.example/sofa 1/0 10.00 1.00"]),
    Case(
      "a code of another advertiser", .init("lamp", mid: "2"),
      rest: "(u1-of-another-advertiser) 1/0 10.00 1.00"),
    Case(
      "a code where no advertiser is told", .init("lamp", mid: ""), pages: ["a.html 1/0 10.00 1.00"],
      links: ["a.html lamp 1/0 10.00 1.00"]),
    Case(
      "a code of a link that names no advertiser", .init("offer", mid: "9"), pages: ["c.html 1/0 10.00 1.00"],
      links: ["c.html https:/click.linksynergy.com/fs-bin/click?id=x&offerid=7.1&type=3 1/0 10.00 1.00"]),
    Case(
      "a link's own u1", .init("news"), pages: ["b.html 1/0 10.00 1.00"],
      links: ["b.html desk 1/0 10.00 1.00"]),
    Case(
      "a u1 of the address that a redirect leads to", .init("redirect", mid: "2"),
      pages: ["b.html 1/0 10.00 1.00"], links: ["b.html sock 1/0 10.00 1.00"]),
    Case(
      "a u1 of two links of a page", .init("onB"), pages: ["b.html 1/0 10.00 1.00"],
      links: ["(several-links) 1/0 10.00 1.00"]),
    Case("a u1 of links of two pages", .init("everywhere"), rest: "(several-links) 1/0 10.00 1.00"),
    Case(
      "an own u1 of another advertiser", .init("news", mid: "2"),
      rest: "(u1-of-another-advertiser) 1/0 10.00 1.00"),
    Case("a click id", .init("Ux8XY7sKGJ4xJy8pVgHA8ne6Z2"), rest: "(u1-of-no-link) 1/0 10.00 1.00"),
    Case("no u1", .init(""), rest: "(no-click-id) 1/0 10.00 1.00"),
    Case("the token", .init("--CLICK-ID--"), rest: "(no-click-id) 1/0 10.00 1.00"),
    Case("an address", .init("me@x.example"), rest: "(no-click-id) 1/0 10.00 1.00"),
    Case(
      "a correction without u1 is its order's", .init("lamp"), .init("", "-4.00", "-0.40"),
      pages: ["a.html 1/0 6.00 0.60"], links: ["a.html lamp 1/0 6.00 0.60"]),
    Case(
      "an order that was taken back", .init("lamp"), .init("lamp", "-10.00", "-1.00"),
      pages: ["a.html 1/1 0.00 0.00"], links: ["a.html lamp 1/1 0.00 0.00"]),
    Case(
      "an order of two clicks", .init("lamp"), .init("lampOfB", "5.00", "0.50"),
      pages: ["a.html 0/0 10.00 1.00", "b.html 0/0 5.00 0.50", "(several-links) 1/0 0.00 0.00"],
      links: ["a.html lamp 0/0 10.00 1.00", "b.html lamp 0/0 5.00 0.50", "(several-links) 1/0 0.00 0.00"]),
    Case(
      "a line without u1 of an order of two clicks", .init("lamp"), .init("lampOfB", "5.00", "0.50"),
      .init("", "1.00", "0.10"),
      pages: [
        "a.html 0/0 10.00 1.00", "b.html 0/0 5.00 0.50", "(no-click-id) 0/0 1.00 0.10",
        "(several-links) 1/0 0.00 0.00",
      ],
      links: [
        "a.html lamp 0/0 10.00 1.00", "b.html lamp 0/0 5.00 0.50", "(no-click-id) 0/0 1.00 0.10",
        "(several-links) 1/0 0.00 0.00",
      ]),
    Case(
      "lines without an order are orders of their own", .init("lamp", order: ""),
      .init("lamp", order: "", "1.00"),
      pages: ["a.html 2/0 11.00 2.00"], links: ["a.html lamp 2/0 11.00 2.00"]),
    Case(
      "each currency by itself", .init("lamp"), .init("lamp", order: "B", "7", "0.125", currency: "JPY"),
      .init("lamp", order: "C", currency: ""),
      pages: [
        "JPY a.html 1/0 7 0.125", "USD a.html 1/0 10.00 1.00", "unknown currency a.html 1/0 10.00 1.00",
      ],
      links: [
        "JPY a.html lamp 1/0 7 0.125", "USD a.html lamp 1/0 10.00 1.00",
        "unknown currency a.html lamp 1/0 10.00 1.00",
      ]),
  ]

  @Test("by page and by link", arguments: cases)
  func tables(of one: Case) throws {
    let conversions = try Shop.conversions(one.lines)
    let earnings = try EarningsJoin.earnings(of: conversions, with: try Shop.links())
    #expect(earnings.rows(.page) == one.pages)
    #expect(earnings.rows(.link) == one.links)
    try expectSums(earnings, conversions)
  }

  @Test("all together: each table is the total")
  func all() throws {
    var lines: [Shop.Line] = []
    for (index, one) in Self.cases.enumerated() {
      lines += one.lines.map { line in
        var line = line
        line.order = line.order.isEmpty ? "" : "\(line.order)\(index)"
        line.day = "10/\(index % 9 + 1)/26"
        return line
      }
    }
    let conversions = try Shop.conversions(lines)
    try expectSums(try EarningsJoin.earnings(of: conversions, with: try Shop.links()), conversions)
  }

  private func expectSums(_ earnings: Earnings, _ conversions: Conversions) throws {
    #expect(earnings.currencies.map(\.currency) == conversions.totals.map(\.currency))
    for (own, totals) in zip(earnings.currencies, conversions.totals) {
      #expect(own.total.sums == totals.sums.counted)
      #expect(own.total.orders == totals.orders)
      #expect(own.total.reversedOrders == totals.reversedOrders)
      #expect(own.tables.map(\.kind) == EarningsTable.Kind.allCases)
      for table in own.tables {
        var sum = OrderFigures()
        for row in table.rows {
          let isAdded = sum.add(row.figures)
          #expect(isAdded)
        }
        #expect(sum == own.total, "\(table.kind)")
      }
    }
  }

  static let days: [(lines: [Shop.Line], rows: [String])] = [
    (
      [.init("lamp", day: "10/3/26"), .init("lamp", order: "B", day: "10/1/26")],
      ["2026-10-01 1/0 10.00 1.00", "2026-10-03 1/0 10.00 1.00"]
    ),
    // An order is of the day of its first line.
    (
      [.init("lamp", day: "10/3/26"), .init("lamp", "-10.00", "-1.00", day: "10/5/26")],
      ["2026-10-03 1/1 10.00 1.00", "2026-10-05 0/0 -10.00 -1.00"]
    ),
    (
      [.init("lamp", day: ""), .init("lamp", order: "B")],
      ["2026-10-02 1/0 10.00 1.00", "(no-date) 1/0 10.00 1.00"]
    ),
    (
      [.init("lamp", day: ""), .init("lamp", "1.00")],
      ["2026-10-02 1/0 1.00 1.00", "(no-date) 0/0 10.00 1.00"]
    ),
  ]

  @Test("by day", arguments: days)
  func byDay(lines: [Shop.Line], rows: [String]) throws {
    let conversions = try Shop.conversions(lines)
    let earnings = try EarningsJoin.earnings(of: conversions, with: try Shop.links())
    #expect(earnings.rows(.day) == rows)
    try expectSums(earnings, conversions)
  }

  @Test("by advertiser, with the links of each, and those with links and no sale")
  func advertisers() throws {
    let lines: [Shop.Line] = [
      .init("click1", order: "A"), .init("offer", mid: "9", order: "B"),
      .init("click2", mid: "8", order: "C"),
      .init("click3", mid: "", order: "D"),
    ]
    let earnings = try EarningsJoin.earnings(of: try Shop.conversions(lines), with: try Shop.links())
    #expect(
      earnings.rows(.advertiser) == [
        "1 1/0 10.00 1.00", "8 1/0 10.00 1.00", "9 1/0 10.00 1.00", "(no-advertiser) 1/0 10.00 1.00",
      ])
    let table = try #require(earnings.currencies.first?.tables.first { $0.kind == .advertiser })
    // The sales of a code tell whose link has no mid.
    #expect(table.rows.map(\.links) == [7, 0, 1, nil])
    #expect(table.rows.map(\.name) == ["Lamps", "", "", ""])
    #expect(
      earnings.withoutSales == [
        LinkedAdvertiser(id: "2", links: 3, untracked: 2, place: "a.html:2:4"),
        LinkedAdvertiser(id: "3", links: 1, untracked: 1, place: "c.html:2:4"),
      ])
    var counts = SiteLinkCounts()
    (counts.pages, counts.links, counts.ofOtherNetworks, counts.codes) = (3, 12, 1, 5)
    #expect(earnings.links == counts)
  }

  static let unknown: [(u1: String, usesCodes: Bool, isFound: Bool)] = [
    ("lamp", true, false), ("gone", true, false), ("news", true, false), ("redirect", true, false),
    ("click1", true, true), ("click1", false, false), ("", true, false), ("--CLICK-ID--", true, false),
  ]

  @Test("a u1 that no code and no link has is told of where codes are used", arguments: unknown)
  func unknownSubid(u1: String, usesCodes: Bool, isFound: Bool) throws {
    let conversions = try Shop.conversions([.init(u1)], try Shop.links(usesCodes: usesCodes))
    #expect(conversions.findings[.subidUnknown] == (isFound ? 1 : nil))
    #expect(conversions.totals.first?.sums.counted.lines == 1)
  }

  static let advice: [(mid: String, words: String)] = [
    (
      "2",
      "of 3 links to this advertiser 2 are not trackable: a.html:4:4 (autotag rewrite repairs it), b.html:6:4 (needs a hand)"
    ),
    ("1", "all 7 links of site to this advertiser are trackable now"),
    ("3", "of 1 link to this advertiser 1 is not trackable: c.html:2:4 (needs a hand)"),
    ("7", "no link of site names this advertiser, and 1 names none"),
  ]

  @Test("a sale whose u1 is the token names the links that may have sent it", arguments: advice)
  func placeholder(mid: String, words: String) throws {
    for u1 in ["--CLICK-ID--", ""] {
      let conversions = try Shop.conversions([.init(u1, mid: mid)], try Shop.links())
      var fixes: [String] = []
      conversions.forEachFinding { fixes.append($0.fix) }
      #expect(fixes.count == 1)
      #expect(fixes.first?.hasPrefix(words) ?? false, "\(fixes)")
    }
  }
}
