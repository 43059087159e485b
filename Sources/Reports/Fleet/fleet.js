"use strict";
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const by = (id) => document.getElementById(id);
  const meaning = Object.fromEntries(data.states.map((s) => [s.letter, s.meaning]));
  const STEP = 100; // rows drawn at once
  const state = { sort: "name", falling: false, shown: STEP, open: new Set() };

  const element = (name, attributes = {}, ...children) => {
    const node = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) {
      if (key === "onclick") node.addEventListener("click", value);
      else if (value !== null && value !== undefined) node.setAttribute(key, value);
    }
    node.append(...children);
    return node;
  };
  const figure = (tenths) => (tenths === undefined ? "–" : (tenths / 10).toFixed(1));
  const option = (value, text) => element("option", { value }, text);

  const themes = [...new Set(data.directives.map((d) => d.theme))];
  data.hosts.forEach((host, index) => by("host").append(option(index, host)));
  themes.forEach((theme) => by("theme").append(option(theme, theme)));
  for (const s of data.states) if (s.letter !== "-") by("only").append(option(s.letter, `some directive: ${s.meaning}`));
  for (const s of data.states) {
    if (s.letter !== "-") by("legend").append(element("li", {}, element("i", { class: s.letter }), s.meaning));
  }
  by("filters").hidden = false;

  // What is seen of a service: on one host where one is chosen, otherwise on all.
  const viewed = () => {
    const text = by("service").value.trim().toLowerCase();
    const host = by("host").value === "" ? null : Number(by("host").value);
    const only = by("only").value;
    const columns = data.directives.map((_, i) => i).filter((i) => !by("theme").value || data.directives[i].theme === by("theme").value);
    const rows = [];
    data.services.forEach((service, index) => {
      if (text && !service.u.toLowerCase().includes(text)) return;
      const results = host === null ? service.r : service.r.filter((r) => r.h === host);
      if (!results.length) return;
      const view = host === null ? service : results[0];
      const row = { index, service, results, states: view.s, exposure: view.e || [] };
      if (only && !columns.some((i) => row.states[i] === only || (only !== "d" && results.some((r) => r.s[i] === only)))) return;
      rows.push(row);
    });
    return { rows: sorted(rows), columns };
  };

  const key = (row) => {
    switch (state.sort) {
      case "name": return row.service.u;
      case "hosts": return row.results.length;
      case "before": return row.exposure[0] ?? -1;
      case "after": return row.exposure[1] ?? -1;
      default: return "kpswrdxu-".indexOf(row.states[state.sort]);
    }
  };
  const sorted = (rows) => {
    const keyed = rows.map((row) => [key(row), row]);
    keyed.sort(([a, x], [b, y]) => (a < b ? -1 : a > b ? 1 : x.service.u < y.service.u ? -1 : 1));
    if (state.falling) keyed.reverse();
    return keyed.map(([, row]) => row);
  };

  const cells = (states, columns) => columns.map((i) => {
    const letter = states[i];
    return element("td", { class: letter === "-" ? null : letter, title: `${data.directives[i].name}: ${meaning[letter]}` });
  });
  const figures = (exposure) => [element("td", { class: "n" }, figure(exposure[0])), element("td", { class: "n" }, figure(exposure[1]))];

  const head = (columns) => {
    const column = (sort, text, attributes = {}) => {
      const isSorted = state.sort === sort;
      const order = isSorted ? (state.falling ? "descending" : "ascending") : "none";
      const sortBy = () => {
        state.falling = isSorted && !state.falling;
        state.sort = sort;
        draw();
        by("map").querySelector('[aria-sort]:not([aria-sort="none"]) button').focus();
      };
      return element("th", { scope: "col", "aria-sort": order, ...attributes },
        element("button", { type: "button", onclick: sortBy }, text + (isSorted ? (state.falling ? " ▾" : " ▴") : "")));
    };
    return element("thead", {}, element("tr", {},
      column("name", "service"), column("hosts", "hosts"), column("before", "before"), column("after", "after"),
      ...columns.map((i) => column(i, data.directives[i].name, { class: "d", title: data.directives[i].why }))));
  };

  const detail = (row, columns) => {
    const chosen = new Set(row.results.map((r) => row.service.r.indexOf(r)));
    const needs = row.service.n.filter((n) => columns.includes(n.d) && n.r.some((i) => chosen.has(i)));
    const list = (isWithheld, title) => {
      const some = needs.filter((n) => n.w === isWithheld);
      if (!some.length) return [];
      return [element("strong", {}, title), element("ul", {}, ...some.map((n) => {
        const where = n.r.length < row.service.r.length ? ` (${n.r.map((i) => data.hosts[row.service.r[i].h]).join(", ")})` : "";
        return element("li", {}, element("code", {}, n.x), `: ${n.y}${where}`);
      }))];
    };
    const parts = [...list(false, "It needs what these deny"), ...list(true, "Withheld, since it is known to use what these deny")];
    if (!parts.length) parts.push("Everything that was tried is kept.");
    return element("tr", {}, element("td", { class: "detail", colspan: columns.length + 4 }, element("div", {}, ...parts)));
  };

  const draw = () => {
    const { rows, columns } = viewed();
    const body = element("tbody");
    for (const row of rows.slice(0, state.shown)) {
      const isOpen = state.open.has(row.index);
      const toggle = () => {
        if (isOpen) state.open.delete(row.index); else state.open.add(row.index);
        draw();
        by("map").querySelector(`[data-row="${row.index}"]`).focus();
      };
      body.append(element("tr", {},
        element("th", { scope: "row" }, element("button", { type: "button", "aria-expanded": String(isOpen), "data-row": row.index, onclick: toggle }, `${isOpen ? "▾" : "▸"} ${row.service.u}`)),
        element("td", { class: "n" }, String(row.results.length)), ...figures(row.exposure), ...cells(row.states, columns)));
      if (!isOpen) continue;
      if (row.service.r.length > 1) {
        for (const result of row.results) {
          body.append(element("tr", { class: "host" }, element("th", { scope: "row" }, data.hosts[result.h]), element("td"),
            ...figures(result.e || []), ...cells(result.s, columns)));
        }
      }
      body.append(detail(row, columns));
    }
    by("map").replaceChildren(element("table", {}, head(columns), body));
    const left = rows.length - state.shown;
    by("more").hidden = left <= 0;
    by("more").textContent = `Show ${Math.min(STEP, left)} more of ${left}`;
    by("count").textContent = `${rows.length} of ${data.services.length} services, ${columns.length} directives`;
  };

  by("filters").addEventListener("input", () => { state.shown = STEP; draw(); });
  by("filters").addEventListener("submit", (event) => event.preventDefault());
  by("more").addEventListener("click", () => { state.shown += STEP; draw(); });
  window.addEventListener("beforeprint", () => { state.shown = Infinity; draw(); });
  draw();
})();
