// The matrix of a suite's run as an HTML table. Everything is written as text, never as markup.
// Runs again with each rerun of the page: the table is rebuilt where it stands, scroll and focus stay.

const SHAPES = { passed: "✓", failed: "✕", mixed: "◐", waiting: "…", none: "–" }

export default function (component) {
  const { data, parentElement, setTriggerValue } = component
  const host = parentElement.querySelector(".matrix")
  const before = host.querySelector(".scroll")
  const place = before ? [before.scrollLeft, before.scrollTop] : [0, 0]
  const focused = parentElement.activeElement?.dataset?.cell ?? host.getRootNode().activeElement?.dataset?.cell

  const choose = (scenario, version) => {
    setTriggerValue("chosen", { scenario, version })
    showConversation(host)
  }
  const scroll = el("div", { class: "scroll" }, table(data, choose))
  host.replaceChildren(scroll)
  scroll.scrollTo(...place)
  if (!before) showChosen(scroll)
  if (focused) scroll.querySelector(`[data-cell="${CSS.escape(focused)}"]`)?.focus({ preventScroll: true })
}

// Whoever comes by an address that names a conversation sees its cell.
function showChosen(scroll) {
  const chosen = scroll.querySelector('[aria-pressed="true"]')
  if (chosen) scroll.scrollTop = chosen.closest("tr").offsetTop - scroll.clientHeight / 2
}

// The conversation is drawn below by Streamlit, a moment after the click.
function showConversation(host, tries = 25) {
  const heading = document.getElementById("conversation")
  const still = window.matchMedia("(prefers-reduced-motion: reduce)").matches
  const isBusy = document.querySelector('[data-test-script-state="running"]') !== null
  if (heading && !isBusy) heading.scrollIntoView({ behavior: still ? "auto" : "smooth", block: "start" })
  else if (tries > 0 && host.isConnected) setTimeout(showConversation, 200, host, tries - 1)
}

function table(data, choose) {
  const head = el("tr", {}, el("th", { scope: "col", class: "name" }, "Scenario"))
  for (const version of data.versions) {
    const th = el("th", { scope: "col" }, el("span", { class: "version" }, version.label))
    if (version.note) th.append(el("span", { class: "note" }, version.note))
    if (version.total) th.append(el("span", { class: "total" }, version.total))
    head.append(th)
  }
  const made = el("table", {}, el("caption", {}, data.caption), el("thead", {}, head))
  for (const group of data.groups) {
    const body = el("tbody")
    const title = el("th", { scope: "rowgroup", colspan: data.versions.length + 1 }, group.title)
    body.append(el("tr", { class: "group" }, title))
    for (const row of group.rows) body.append(rowOf(row, data.chosen, choose))
    made.append(body)
  }
  return made
}

function rowOf(row, chosen, choose) {
  const name = el("th", { scope: "row", class: "name" }, el("span", { class: "title", dir: "auto" }, row.title))
  const about = el("span", { class: "about" })
  if (row.blocker) about.append(el("span", { class: "blocker" }, "■ blocker"))
  if (row.author) about.append(el("span", { dir: "auto" }, `by ${row.author}`))
  if (about.childNodes.length) name.append(about)
  const tr = el("tr", {}, name)
  for (const cell of row.cells) {
    const key = `${row.id}/${cell.version}`
    const isChosen = chosen !== null && chosen.scenario === row.id && chosen.version === cell.version
    const button = el(
      "button",
      { type: "button", class: `cell ${cell.state}`, "aria-label": cell.label, "data-cell": key },
      el("span", { class: "shape", "aria-hidden": "true" }, SHAPES[cell.state] ?? "–"),
      el("span", { class: "count" }, cell.count),
    )
    if (isChosen) button.setAttribute("aria-pressed", "true")
    if (cell.interval) button.append(interval(cell.interval))
    if (cell.mark) {
      const arrow = cell.mark === "newly failing" ? "▼" : "▲"
      button.append(el("span", { class: `mark ${cell.state}` }, `${arrow} ${cell.mark}`))
    }
    if (cell.remark) button.append(el("span", { class: "remark" }, cell.remark))
    button.disabled = cell.state === "none"
    button.onclick = () => choose(row.id, cell.version)
    tr.append(el("td", {}, button))
  }
  return tr
}

// Where the true pass rate lies: a bar on a scale from 0 to 100%.
function interval([low, high]) {
  const bar = el("span", { class: "bar" })
  bar.style.insetInlineStart = `${low}%`
  bar.style.width = `${Math.max(3, high - low)}%`
  const words = el("span", { class: "range" }, `${low}–${high}%`)
  return el("span", { class: "interval" }, el("span", { class: "scale", "aria-hidden": "true" }, bar), words)
}

function el(tag, attributes = {}, ...children) {
  const made = document.createElement(tag)
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value)
  made.append(...children)
  return made
}
