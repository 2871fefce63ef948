'use strict'
// Reads the audit from the JSON beside it and shows it. Everything of a page goes in as text nodes: nothing here
// parses markup, and no address of a page becomes a link.
;(() => {
  const STATES = ['trackable', 'repairable', 'needs-hand']
  const STATE_NAMES = ['trackable', 'trackable after rewrite', 'needs a hand']
  const STATE_MEANINGS = [
    'the click id reaches the network',
    'run `autotag rewrite` with the same settings',
    'a finding says what to do',
  ]
  const SEVERITIES = ['error', 'warning', 'info']
  const KINDS = ['click', 'deep link', 'product link', 'redirect', 'other']
  const UNKNOWN = 'unknown'
  const ROWS = 50
  const FIRST_RANKS = 8

  const $ = id => document.getElementById(id)
  const audit = JSON.parse($('audit').textContent)

  /** An element. Properties that are no attributes begin with a dot, listeners with `on`. */
  const h = (name, properties, ...children) => {
    const element = document.createElement(name)
    for (const [key, value] of Object.entries(properties ?? {})) {
      if (value === undefined || value === null || value === false) continue
      if (key.startsWith('on')) element.addEventListener(key.slice(2), value)
      else element.setAttribute(key, value === true ? '' : value)
    }
    element.append(...children.flat().filter(child => child !== null && child !== undefined && child !== ''))
    return element
  }
  const number = value => value.toString().replace(/\B(?=(\d{3})+$)/g, ',')
  const count = (value, noun) => `${number(value)} ${noun}${value === 1 ? '' : 's'}`
  const shape = name => h('span', { class: `shape ${name}`, 'aria-hidden': 'true' })
  /** Text with what stands in backticks as code; apart, since it may turn the direction of what follows. */
  const prose = text => h('bdi', null, text.split('`').map((part, index, all) =>
    index % 2 === 0 ? part : index + 1 < all.length ? h('code', null, part) : '`' + part))
  /** A path that may be broken after its slashes. */
  const path = text => h('bdi', null, text.split('/').flatMap((part, index) => (index ? ['/', h('wbr'), part] : [part])))
  const severityInk = ['error-ink', 'warning-ink', 'quiet']
  const severity = index => h('span', { class: `severity ${severityInk[index]}` }, shape(SEVERITIES[index]), SEVERITIES[index])
  const state = index => h('span', { class: 'state' }, shape(STATES[index]), STATE_NAMES[index])

  // Links and findings as objects, each with its place in the audit, and what a search looks at.
  const rules = new Map(audit.rules.map(([code, title, severity, why, fix]) => [code, { code, title, severity, why, fix }]))
  const links = []
  const findings = []
  /** Findings about redirect rules by what they say: a rule at fault is so on every page, and is one row with many places. */
  const ruleFindings = new Map()
  const isOfRule = code => code === 'double-redirect' || code.startsWith('redirect-')
  const findingsIn = new Map()

  const hostNames = new Map()
  const hostOf = address => {
    if (!address) return ''
    let host = hostNames.get(address)
    if (host === undefined) {
      try { host = new URL(address).hostname } catch { host = '' }
      hostNames.set(address, host)
    }
    return host
  }

  const addFinding = (file, link, [code, severity, line, column, message, fix, isRepaired, , excerpt, source, isWhole]) => {
    const place = isWhole ? file : `${file}:${line}:${column}`
    const finding = {
      index: findings.length, file, link, code, severity, place, message, fix, isRepaired: isRepaired === 1, excerpt, source,
      line,
      places: [place], files: new Set([file]),
      words: `${place}\n${message}\n${fix}\n${code}\n${excerpt ? excerpt[1] : ''}\n${source ?? ''}`.toLowerCase(),
    }
    if (link) link.findings.push(finding)
    findingsIn.set(file, (findingsIn.get(file) ?? 0) + 1)
    if (link && isOfRule(code)) {
      const key = [code, severity, message, fix, isRepaired].join('\n')
      const same = ruleFindings.get(key)
      if (same) {
        same.places.push(place)
        same.files.add(file)
        same.words += `\n${place.toLowerCase()}`
        return
      }
      ruleFindings.set(key, finding)
    }
    findings.push(finding)
  }

  for (const [file, pageLinks, pageFindings] of audit.pages) {
    const first = links.length
    for (const [line, column, text, href, group, kind, id, mid, offerid, destination, state, chain] of pageLinks) {
      const offer = offerid ? offerid.split('.')[0] : ''
      const advertiser = mid ? `mid ${mid}` : offer ? `offer ${offer}` : UNKNOWN
      links.push({
        index: links.length, file, line, column, text, href, group, kind, id, mid, offerid, destination, state, chain,
        advertiser, place: `${file}:${line}:${column}`, findings: [],
        host: hostOf(destination),
        words: [file, text, href, KINDS[kind], id, advertiser, mid, offerid, destination, group,
          ...(chain ? chain[0].flatMap(([from, to, , place]) => [from, to, place]) : [])]
          .join('\n').toLowerCase(),
      })
    }
    for (const finding of pageFindings) addFinding(file, links[first + finding[7]] ?? null, finding)
  }
  for (const [file, finding] of audit.siteFindings) addFinding(file, null, finding)

  // What is shown, and how the address after `#` says it.
  const VIEWS = {
    links: {
      rows: links,
      facets: STATES.map((name, index) => ({ name: STATE_NAMES[index], shape: name, has: link => link.state === index })),
      choices: KINDS.map((name, index) => [name, link => link.kind === index]),
      choiceLabel: 'Kind', allChoices: 'all kinds',
      columns: [
        ['Link', link => (link.text || link.href).toLowerCase()],
        ['Place', link => link.file],
        ['Advertiser', link => link.advertiser],
        ['Kind', link => KINDS[link.kind]],
        ['State', link => link.state],
      ],
      sort: [4, -1],
    },
    findings: {
      rows: findings,
      facets: [
        ...SEVERITIES.map((name, index) => ({ name, shape: name, has: finding => finding.severity === index })),
        { name: 'repaired by rewrite', shape: 'repairable', isAnd: true, has: finding => finding.isRepaired },
      ],
      choices: audit.rules.map(([code]) => [code, finding => finding.code === code]),
      choiceLabel: 'Rule', allChoices: 'all rules',
      columns: [
        ['Finding', finding => finding.message],
        ['Place', finding => finding.file],
        ['Severity', finding => finding.severity],
      ],
      sort: [2, 1],
    },
  }
  const blank = () => ({ view: 'links', q: '', facets: new Set(), choice: '', page: '', advertiser: '', sort: null, at: 0 })
  let shown = blank()

  const fromHash = () => {
    const hash = new URLSearchParams(location.hash.slice(1))
    const next = blank()
    if (hash.get('view') === 'findings') next.view = 'findings'
    next.q = hash.get('q') ?? ''
    const names = VIEWS[next.view].facets.map(facet => facet.name)
    for (const name of (hash.get('show') ?? '').split(',')) if (names.includes(name)) next.facets.add(name)
    const choice = hash.get('only') ?? ''
    if (VIEWS[next.view].choices.some(([name]) => name === choice)) next.choice = choice
    next.page = hash.get('page') ?? ''
    next.advertiser = hash.get('advertiser') ?? ''
    return next
  }
  // Not at every key: browsers let a page change its address only so often.
  let hashTimer = 0
  const toHashSoon = () => {
    clearTimeout(hashTimer)
    hashTimer = setTimeout(toHash, 250)
  }
  const toHash = () => {
    const hash = new URLSearchParams()
    if (shown.view !== 'links') hash.set('view', shown.view)
    if (shown.q) hash.set('q', shown.q)
    if (shown.facets.size) hash.set('show', [...shown.facets].join(','))
    if (shown.choice) hash.set('only', shown.choice)
    if (shown.page) hash.set('page', shown.page)
    if (shown.advertiser) hash.set('advertiser', shown.advertiser)
    const text = hash.toString()
    if (text !== location.hash.slice(1)) history.replaceState(null, '', text ? `#${text}` : location.pathname + location.search)
  }

  // Each order is made once: typing only filters.
  const orders = new Map()
  const ordered = () => {
    const [column, direction] = shown.sort ?? VIEWS[shown.view].sort
    const key = `${shown.view} ${column} ${direction}`
    if (!orders.has(key)) {
      const value = VIEWS[shown.view].columns[column][1]
      const rows = VIEWS[shown.view].rows.map(row => [value(row), row])
      rows.sort(([a, one], [b, other]) => (a < b ? -direction : a > b ? direction : one.index - other.index))
      orders.set(key, rows.map(([, row]) => row))
    }
    return orders.get(key)
  }
  const matching = () => {
    const view = VIEWS[shown.view]
    const words = shown.q.toLowerCase().split(/\s+/).filter(Boolean)
    const pressed = view.facets.filter(facet => shown.facets.has(facet.name))
    const any = pressed.filter(facet => !facet.isAnd)
    const all = pressed.filter(facet => facet.isAnd)
    const choice = view.choices.find(([name]) => name === shown.choice)?.[1]
    const advertiser = row => (shown.view === 'links' ? row : row.link)?.advertiser
    return ordered().filter(row =>
      (!any.length || any.some(facet => facet.has(row))) && all.every(facet => facet.has(row))
      && (!choice || choice(row)) && (!shown.page || (row.files ? row.files.has(shown.page) : row.file === shown.page))
      && (!shown.advertiser || advertiser(row) === shown.advertiser) && words.every(word => row.words.includes(word)))
  }

  // The details of a row.
  const source = ({ line, excerpt: [before, marked, after, isCutBefore, isCutAfter] }) =>
    h('pre', { class: 'source' }, h('span', { class: 'line' }, `${line} `),
      h('code', null, isCutBefore ? '…' : '', before, h('mark', null, marked), after, isCutAfter ? '…' : ''))

  const findingBody = (finding, hasMessage) => [
    hasMessage ? h('p', null, severity(finding.severity), ' ', prose(finding.message), ' ', h('code', { class: 'quiet' }, finding.code)) : '',
    finding.excerpt ? source(finding) : '',
    finding.fix ? h('p', null, h('strong', null, 'How to fix it: '), prose(finding.fix)) : '',
    finding.source ? h('p', null, 'From ', h('code', null, path(finding.source)), '.') : '',
    finding.isRepaired ? h('p', null, shape('repairable'), h('code', null, 'autotag rewrite'), ' repairs this.') : '',
  ]

  const chain = ([hops, end, query, deciding, reason]) => {
    // After the hop that loses the query, the way is drawn as lost.
    const loses = query === 1, unsure = query === 2
    const turn = deciding < 0 ? (query === 0 ? hops.length : 0) : deciding
    const stations = hops.map(([from, , status, place], index) => h('li', {
      class: index === turn ? (loses ? 'drops' : unsure ? 'unknown' : '') : index > turn ? (loses ? 'lost' : unsure ? 'unsure' : '') : '',
    }, h('code', null, index === 0 ? from : hops[index - 1][1]),
      h('span', { class: 'hop' }, `${status || 'redirect'} by ${place}`),
      index === turn && (loses || unsure)
        ? h('span', { class: `verdict ${loses ? 'error-ink' : 'warning-ink'}` },
          loses ? 'the query, and with it the click id, is dropped here' : 'not known whether the query gets on from here',
          reason ? `: ${reason}` : '')
        : ''))
    const last = hops.length ? hops[hops.length - 1][1] : ''
    if (last && last !== end) stations.push(h('li', null, h('code', null, last)))
    stations.push(h('li', { class: loses ? 'lost' : unsure ? 'unsure' : '' }, h('code', null, end)))
    return h('div', null, h('h3', null, `The way of a click, ${count(hops.length, 'redirect')}`),
      h('ol', { class: 'chain' }, stations))
  }

  const linkFields = link => h('dl', null, [
    ['address', link.href], ['leads to', link.destination], ['publisher id', link.id], ['mid', link.mid],
    ['offerid', link.offerid], ['group', link.group], ['kind', KINDS[link.kind]],
  ].filter(([, value]) => value).flatMap(([name, value]) => [h('dt', null, name), h('dd', null, h('code', null, value))]))

  const linkDetail = link => [
    linkFields(link),
    link.chain ? chain(link.chain) : '',
    link.findings.length
      ? h('div', null, h('h3', null, count(link.findings.length, 'finding')),
        link.findings.map(finding => h('div', { class: 'finding' }, findingBody(finding, true))))
      : '',
  ]
  const PLACES = 500
  const otherPlaces = ({ places }) => places.length === 1 ? '' : h('div', null,
    h('h3', null, count(places.length, 'place')),
    h('ul', null, places.slice(0, PLACES).map(place => h('li', { class: 'mono' }, path(place)))),
    places.length > PLACES ? h('p', null, `… and ${number(places.length - PLACES)} more.`) : '')
  const findingDetail = finding => [
    h('div', null, findingBody(finding, false)),
    otherPlaces(finding),
    rules.has(finding.code) ? h('p', { class: 'quiet' }, prose(rules.get(finding.code).why)) : '',
    finding.link ? linkFields(finding.link) : '',
    finding.link && finding.link.chain ? chain(finding.link.chain) : '',
  ]

  // The table.
  const cell = (label, properties, ...children) => h('td', { role: 'cell', 'data-label': label, ...properties }, ...children)
  const second = text => (text ? h('span', { class: 'second clip', title: text }, text) : '')
  const linkCells = (link, open) => [
    cell('Link', null, open(link.text || link.href), link.text || link.host ? second(link.host || link.href) : ''),
    cell('Place', null, h('span', { class: 'mono' }, path(link.place))),
    cell('Advertiser', null, link.advertiser),
    cell('Kind', null, KINDS[link.kind]),
    cell('State', null, state(link.state),
      link.findings.length ? h('span', { class: 'second' }, ` ${count(link.findings.length, 'finding')}`) : ''),
  ]
  const findingCells = (finding, open) => [
    cell('Finding', null, open(finding.message.replaceAll('`', '')), h('span', { class: 'second' }, h('code', null, finding.code))),
    cell('Place', null, h('span', { class: 'mono' }, path(finding.place)),
      finding.places.length > 1
        ? h('span', { class: 'second' }, ` and ${count(finding.places.length - 1, 'more place')}`) : ''),
    cell('Severity', null, severity(finding.severity),
      finding.isRepaired ? h('span', { class: 'second' }, ' repaired by rewrite') : ''),
  ]

  const entry = (row, columns) => {
    const id = `${shown.view}-${row.index}`
    const isLinks = shown.view === 'links'
    let detail = null
    const button = text => h('button', {
      type: 'button', class: 'plain open', 'aria-expanded': 'false', 'aria-controls': id,
      onclick: event => {
        if (!detail) {
          const body = h('div', { class: 'detail-body' }, isLinks ? linkDetail(row) : findingDetail(row))
          detail = h('tr', { class: 'detail', role: 'row', id, hidden: true },
            h('td', { colspan: columns, role: 'cell', 'aria-colspan': columns }, body))
          line.after(detail)
        }
        detail.hidden = !detail.hidden
        line.classList.toggle('is-open', !detail.hidden)
        event.currentTarget.setAttribute('aria-expanded', String(!detail.hidden))
      },
    }, h('bdi', null, text))
    const line = h('tr', { class: 'entry', role: 'row' }, (isLinks ? linkCells : findingCells)(row, button))
    return line
  }

  const draw = () => {
    const view = VIEWS[shown.view]
    const rows = matching()
    const pages = Math.max(1, Math.ceil(rows.length / ROWS))
    shown.at = Math.min(shown.at, pages - 1)
    const [column, direction] = shown.sort ?? view.sort
    const visible = rows.slice(shown.at * ROWS, (shown.at + 1) * ROWS)
    const noun = shown.view === 'links' ? 'link' : 'finding'
    $('count').textContent = rows.length === view.rows.length
      ? count(rows.length, noun) : `${number(rows.length)} of ${count(view.rows.length, noun)}`

    $('table').replaceChildren(
      h('thead', { role: 'rowgroup' }, h('tr', { role: 'row' }, view.columns.map(([name], index) =>
        h('th', {
          role: 'columnheader', scope: 'col', class: `column-${name.toLowerCase()}`,
          'aria-sort': index === column ? (direction > 0 ? 'ascending' : 'descending') : 'none',
        }, h('button', {
          type: 'button',
          onclick: () => {
            shown.sort = [index, index === column ? -direction : 1]
            shown.at = 0
            draw()
            $('table').querySelectorAll('th button')[index].focus()
          },
        }, name))))),
      h('tbody', { role: 'rowgroup' }, visible.length
        ? visible.map(row => entry(row, view.columns.length))
        : h('tr', { role: 'row' }, h('td', { class: 'nothing', role: 'cell', colspan: view.columns.length },
          view.rows.length ? `No ${noun} is like that.` : `There are no ${noun}s.`))))

    const go = (text, at, isOn) => h('button', {
      type: 'button', disabled: !isOn,
      onclick: () => { shown.at = at; draw(); $('explore').focus({ preventScroll: true }); $('explore').scrollIntoView() },
    }, text)
    $('pager').replaceChildren(...(pages === 1 ? [] : [
      go('First', 0, shown.at > 0), go('Previous', shown.at - 1, shown.at > 0),
      h('span', null, `${number(shown.at + 1)} of ${number(pages)}`),
      go('Next', shown.at + 1, shown.at + 1 < pages), go('Last', pages - 1, shown.at + 1 < pages),
    ]))
    $('pager').hidden = pages === 1
  }

  const drawControls = () => {
    const view = VIEWS[shown.view]
    for (const name of ['links', 'findings']) $(`view-${name}`).setAttribute('aria-pressed', String(shown.view === name))
    if ($('search').value !== shown.q) $('search').value = shown.q
    $('choice-label').textContent = view.choiceLabel
    $('choice').replaceChildren(h('option', { value: '' }, view.allChoices),
      ...view.choices.map(([name]) => h('option', { value: name, selected: name === shown.choice }, name)))
    $('choice').value = shown.choice
    $('chips').setAttribute('aria-label', shown.view === 'links' ? 'Filter by state' : 'Filter by severity')
    $('chips').replaceChildren(...view.facets.map(facet => h('button', {
      type: 'button', 'aria-pressed': String(shown.facets.has(facet.name)),
      onclick: event => {
        const isOn = !shown.facets.has(facet.name)
        isOn ? shown.facets.add(facet.name) : shown.facets.delete(facet.name)
        event.currentTarget.setAttribute('aria-pressed', String(isOn))
        changed()
      },
    }, shape(facet.shape), facet.name, h('span', { class: 'tally' }, number(facet.total ??= view.rows.filter(facet.has).length)))))
    $('tokens').replaceChildren(...['page', 'advertiser'].filter(key => shown[key]).map(key => h('button', {
      type: 'button', 'aria-label': `Remove the filter ${key} ${shown[key]}`,
      onclick: () => { shown[key] = ''; drawControls(); changed(); $('search').focus() },
    }, `${key}: ${shown[key]}`, h('span', { class: 'tally', 'aria-hidden': 'true' }, '×'))))
    $('tokens').hidden = !$('tokens').childElementCount
  }
  const changed = () => { shown.at = 0; draw(); toHashSoon() }

  /** Shows something in the table, and goes there. */
  const explore = change => {
    shown = { ...blank(), ...change }
    drawControls()
    changed()
    $('explore').focus({ preventScroll: true })
    $('explore').scrollIntoView()
  }

  // The overview.
  const bar = counts => {
    const all = counts.reduce((sum, value) => sum + value, 0)
    const parts = counts.map((value, index) => {
      const part = h('span', { class: STATES[index] })
      part.style.flex = `${value} 0 0`
      return value ? part : ''
    })
    return all ? parts.filter(Boolean) : []
  }

  const drawCoverage = () => {
    const { links: states, shares, pagesRead, pagesWithLinks } = audit.summary
    const all = states.reduce((sum, value) => sum + value, 0)
    $('scope').textContent = `${count(pagesRead, 'page')} read, ${number(pagesWithLinks)} with affiliate links`
    $('percent').textContent = all ? `${shares[0]} %` : '–'
    $('percent-note').textContent = all
      ? `of ${count(all, 'affiliate link')} ${all === 1 ? 'is' : 'are'} trackable` : 'no affiliate link was found'
    $('coverage-bar').replaceChildren(...bar(states))
    $('states').replaceChildren(...states.map((value, index) => h('li', null, h('button', {
      type: 'button', onclick: () => explore({ facets: new Set([STATE_NAMES[index]]) }),
    }, shape(STATES[index]), h('span', null, STATE_NAMES[index]), h('span', { class: 'number' }, number(value)),
      h('span', { class: 'share' }, all ? `${shares[index]} %` : ''), h('span', { class: 'meaning' }, prose(STATE_MEANINGS[index]))))))
  }

  const drawRules = () => {
    const { findings: counts, repaired, byRule, ignored, inBaseline, fixed } = audit.summary
    const all = counts.reduce((sum, value) => sum + value, 0)
    const names = [count(counts[0], 'error'), count(counts[1], 'warning'), `${number(counts[2])} info`]
    const held = [inBaseline && `the baseline holds back ${count(inBaseline, 'finding')}`,
      ignored && `audit.ignore leaves out ${count(ignored, 'finding')}`].filter(Boolean)
    $('found').append(all ? `${names.filter((_, index) => counts[index]).join(', ')}.`
      : held.length ? `Nothing else was found: ${held.join(', and ')}.`
        : audit.summary.pagesRead ? 'Nothing was found.' : 'No page was read.')
    if (repaired) {
      $('found').append(' ', h('code', null, 'autotag rewrite'), ` repairs ${repaired === all ? 'all of them' : `${number(repaired)} of them`}`,
        audit.summary.links[1] ? '.' : ', which alone makes no more links trackable.')
    }
    const rest = [all && ignored && `${number(ignored)} ignored`, all && inBaseline && `${number(inBaseline)} in the baseline`,
      fixed && `${number(fixed)} fixed since the baseline`].filter(Boolean)
    if (rest.length) $('found').append(h('span', { class: 'quiet' }, ` Not among them: ${rest.join(', ')}.`))
    const rows = Object.entries(byRule).filter(([, value]) => value).map(([code, value]) => ({
      value, ...(rules.get(code) ?? { code, title: code, severity: 2, why: '', fix: '' }),
    }))
    rows.sort((a, b) => a.severity - b.severity || b.value - a.value || (a.code < b.code ? -1 : 1))
    $('rules').hidden = !rows.length
    $('rules').replaceChildren(...rows.map(rule => h('details', null,
      h('summary', null, severity(rule.severity), h('span', null, prose(rule.title), ' ', h('code', null, rule.code)),
        h('span', { class: 'number' }, number(rule.value))),
      h('div', { class: 'why' },
        rule.why ? h('p', null, prose(rule.why)) : '',
        rule.fix ? h('p', null, h('strong', null, 'How to fix it: '), prose(rule.fix)) : '',
        h('p', null, h('button', {
          type: 'button', class: 'plain', onclick: () => explore({ view: 'findings', choice: rule.code }),
        }, rule.value === 1 ? 'Show the finding' : `Show the ${count(rule.value, 'finding')}`))))))
  }

  /** A table of pages or advertisers, those that need most first. */
  const drawRanking = (target, heading, rows, name, filter) => {
    rows.sort((a, b) => b.counts[2] - a.counts[2] || b.counts[1] - a.counts[1] || b.total - a.total)
    let length = FIRST_RANKS
    const body = h('tbody')
    const more = h('button', { type: 'button', class: 'plain more', onclick: () => { length += 50; fill() } })
    const fill = () => {
      const from = body.childElementCount
      body.append(...rows.slice(from, length).map(row => h('tr', null,
        h('td', null, h('button', { type: 'button', class: 'plain', onclick: () => explore(filter(row)) }, path(row.name)), name(row)),
        h('td', { class: 'numeric' }, number(row.total)),
        h('td', null, h('div', { class: 'bar', 'aria-hidden': 'true' }, bar(row.counts)),
          h('ul', { class: 'counts' }, row.counts.map((value, index) => (value
            ? h('li', null, shape(STATES[index]), number(value), h('span', { class: 'hidden-text' }, ` ${STATE_NAMES[index]}`)) : '')))))))
      more.hidden = rows.length <= length
      more.textContent = `Show ${number(Math.min(50, rows.length - length))} more of ${number(rows.length)}`
    }
    fill()
    $(target).replaceChildren(rows.length
      ? h('table', { class: 'ranking' },
        h('thead', null, h('tr', null, h('th', { scope: 'col' }, heading), h('th', { scope: 'col', class: 'numeric' }, 'Links'),
          h('th', { scope: 'col' }, 'State'))), body)
      : h('p', { class: 'quiet' }, 'None.'), more)
  }

  const grouped = key => {
    const groups = new Map()
    for (const link of links) {
      let group = groups.get(link[key])
      if (!group) groups.set(link[key], group = { name: link[key], total: 0, counts: [0, 0, 0], hosts: new Map() })
      group.total += 1
      group.counts[link.state] += 1
      if (link.host) group.hosts.set(link.host, (group.hosts.get(link.host) ?? 0) + 1)
    }
    return groups
  }

  const drawBreakdown = () => {
    const found = findingsIn
    const pages = grouped('file')
    for (const [file, links] of audit.pages) if (!links.length) pages.set(file, { name: file, total: 0, counts: [0, 0, 0] })
    drawRanking('pages', 'Page', [...pages.values()],
      page => (found.get(page.name) ? h('span', { class: 'second' }, `${count(found.get(page.name), 'finding')}`) : ''),
      page => (page.total ? { page: page.name } : { view: 'findings', page: page.name }))
    drawRanking('advertisers', 'Advertiser', [...grouped('advertiser').values()], advertiser => {
      if (advertiser.name === UNKNOWN) return h('span', { class: 'second' }, 'no mid, no offerid')
      const hosts = [...advertiser.hosts].sort((a, b) => b[1] - a[1]).map(([host]) => host)
      return hosts.length ? h('span', { class: 'second' }, `${hosts.slice(0, 2).join(', ')}${hosts.length > 2 ? ' …' : ''}`) : ''
    }, advertiser => ({ advertiser: advertiser.name }))
  }

  const drawRest = () => {
    const { problems, leftOut } = audit.summary
    $('problems').hidden = !problems.length
    $('problem-list').replaceChildren(...problems.map(([place, code, message]) =>
      h('li', null, h('strong', { class: 'mono' }, path(place)), ' ', prose(message), ' ', h('code', { class: 'quiet' }, code))))
    if (leftOut) {
      $('explore').querySelector('h2').after(h('p', { class: 'notice' },
        `This report names the links and findings of the first ${count(audit.pages.length, 'page')}; `
        + `${count(leftOut, 'more page')} with links or findings are only counted. The report as JSON has them all.`))
    }
    $('colophon').textContent = `Written by autotag ${audit.version}. This file needs no network and holds all it shows; `
      + 'press / to search.'
  }

  // On paper nothing can be opened: the rules are, and what the table shows is a list with its fixes.
  const PRINTED = 1000
  const opened = []
  const drawForPrint = () => {
    for (const rule of document.querySelectorAll('.rules details:not([open])')) {
      rule.open = true
      opened.push(rule)
    }
    const rows = shown.view === 'findings' ? matching() : findings
    const all = [...rows].sort((a, b) => a.severity - b.severity || a.index - b.index)
    $('print').replaceChildren(...(!all.length ? [] : [
      h('h2', null, all.length > PRINTED ? `The first ${number(PRINTED)} of ${count(all.length, 'finding')}` : count(all.length, 'finding')),
      h('ul', null, all.slice(0, PRINTED).map(finding => h('li', null, severity(finding.severity), ' ',
        h('span', { class: 'mono' }, path(finding.place)),
        finding.places.length > 1 ? ` and ${count(finding.places.length - 1, 'more place')}` : '', ' ', prose(finding.message),
        finding.fix ? [' ', h('strong', null, 'How to fix it: '), prose(finding.fix)] : ''))),
    ]))
  }
  addEventListener('beforeprint', drawForPrint)
  addEventListener('afterprint', () => {
    for (const rule of opened.splice(0)) rule.open = false
    $('print').replaceChildren()
  })

  $('search').addEventListener('input', event => { shown.q = event.target.value; changed() })
  $('choice').addEventListener('change', event => { shown.choice = event.target.value; changed() })
  for (const view of ['links', 'findings']) {
    $(`view-${view}`).addEventListener('click', () => {
      if (shown.view === view) return
      shown = { ...blank(), view, q: shown.q, page: shown.page, advertiser: shown.advertiser }
      drawControls()
      changed()
    })
  }
  addEventListener('keydown', event => {
    const isTyping = /^(INPUT|SELECT|TEXTAREA)$/.test(document.activeElement?.tagName ?? '')
    if (event.key === '/' && !isTyping && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault()
      $('search').focus()
      $('search').select()
    }
  })
  addEventListener('hashchange', () => {
    if (location.hash === '#explore') return
    shown = fromHash()
    drawControls()
    draw()
  })

  $('made').hidden = false
  const isEmpty = !audit.pages.length && !findings.length
  for (const element of [$('breakdown'), $('explore'), $('coverage-bar'), document.querySelector('.skip')]) {
    element.hidden = isEmpty
  }
  drawCoverage()
  drawRules()
  drawBreakdown()
  drawRest()
  shown = fromHash()
  if (!links.length && findings.length && !location.hash) shown.view = 'findings'
  drawControls()
  draw()
})()
