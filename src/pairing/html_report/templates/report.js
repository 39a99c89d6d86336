"use strict";
(() => {
  const $ = (id) => document.getElementById(id);
  const cards = JSON.parse($("data").textContent).cards;
  const names = Object.keys(cards);
  const box = (name) => $(name);
  const rows = new Map([...document.querySelectorAll("#table tbody tr")].map((row) => [row.dataset.card, row]));
  const homes = new Map(names.map((name) => [name, box(name).parentElement]));
  const onMap = new Map();
  for (const mark of document.querySelectorAll("#map [data-card]")) {
    const name = mark.dataset.card;
    if (!onMap.has(name)) onMap.set(name, []);
    onMap.get(name).push(mark);
  }

  // ---- search, filters, order
  const texts = new Map();
  const textOf = (name) => {
    if (!texts.has(name)) texts.set(name, box(name).textContent.toLowerCase());
    return texts.get(name);
  };
  const value = (id) => ($(id) ? $(id).value.trim() : "");
  const wanted = () => {
    const words = value("search").toLowerCase().split(/\s+/).filter(Boolean);
    const region = value("region"), change = value("change");
    const fit = value("fit") === "" ? null : Number(value("fit"));
    const miles = value("miles") === "" ? null : Number(value("miles"));
    return (name) => {
      const card = cards[name];
      return (!region || card.regions.includes(region)) && (!change || card.change.includes(change)) &&
        (fit === null || (card.fit !== null && card.fit <= fit)) &&
        (miles === null || (card.miles !== null && card.miles >= miles)) &&
        words.every((word) => textOf(name).includes(word));
    };
  };
  const filter = () => {
    const keep = wanted();
    let shown = 0;
    for (const name of names) {
      const there = keep(name);
      shown += there;
      box(name).classList.toggle("hidden", !there);
      rows.get(name).classList.toggle("hidden", !there);
      for (const mark of onMap.get(name) || []) mark.classList.toggle("dim", !there);
    }
    for (const home of new Set(homes.values())) home.classList.toggle("hidden", !home.querySelector(".card:not(.hidden)"));
    $("count").textContent = `${shown} of ${names.length}`;
    $("none").classList.toggle("hidden", shown > 0 || names.length === 0);
  };
  const number = (x, other) => (x === null ? other : x);
  const orders = {
    fit: (a, b) => number(cards[a].fit, 1e9) - number(cards[b].fit, 1e9),
    miles: (a, b) => number(cards[b].miles, -1) - number(cards[a].miles, -1),
    name: (a, b) => rows.get(a).cells[1].textContent.localeCompare(rows.get(b).cells[1].textContent),
  };
  const arrange = (order) => {
    const list = order ? [...names].sort((a, b) => orders[order](a, b) || names.indexOf(a) - names.indexOf(b)) : names;
    const body = $("table").tBodies[0];
    for (const name of list) {
      (order ? $("flat") : homes.get(name)).append(box(name));
      body.append(rows.get(name));
    }
    filter();
  };
  // ---- columns of the list sort it, in either direction
  const heads = [...$("table").tHead.rows[0].cells];
  const cell = (row, k) => row.cells[k].textContent.trim();
  heads.forEach((head, k) => {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = head.textContent;
    head.replaceChildren(button);
    button.addEventListener("click", () => {
      const up = head.getAttribute("aria-sort") !== "ascending";
      heads.forEach((other) => other.removeAttribute("aria-sort"));
      head.setAttribute("aria-sort", up ? "ascending" : "descending");
      const numeric = head.classList.contains("num");
      const by = (row) => (numeric ? Number(cell(row, k).replace(/,/g, "") || "NaN") : cell(row, k));
      const compare = (a, b) => {
        const x = by(a), y = by(b);
        if (numeric && (Number.isNaN(x) || Number.isNaN(y))) return Number.isNaN(x) - Number.isNaN(y);
        return (numeric ? x - y : x.localeCompare(y, undefined, { numeric: true })) * (up ? 1 : -1);
      };
      const body = $("table").tBodies[0];
      body.append(...[...body.rows].sort(compare));
    });
  });
  $("tools").classList.remove("hidden");
  $("tools").addEventListener("submit", (event) => event.preventDefault());
  $("tools").addEventListener("input", (event) => (event.target.id === "order" ? arrange(value("order")) : filter()));
  $("tools").addEventListener("reset", () => setTimeout(() => arrange("")));
  addEventListener("beforeprint", () => arrange(""));
  addEventListener("keydown", (event) => {
    if (event.key === "/" && !/^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName)) {
      event.preventDefault();
      $("search").focus();
    }
  });
  filter();

  // ---- map
  const map = $("map");
  if (!map) return;
  const svg = map.querySelector("svg"), tip = $("tip");
  const full = svg.dataset.box.split(" ").map(Number);
  let view = [...full];
  const show = () => {
    svg.setAttribute("viewBox", view.map((x) => Math.round(x * 100) / 100).join(" "));
    svg.style.setProperty("--k", Number(svg.dataset.scale) * Math.pow(view[2] / full[2], 0.8));
    svg.style.touchAction = view[2] < full[2] ? "none" : "pan-y";
  };
  const zoom = (by, x = view[0] + view[2] / 2, y = view[1] + view[3] / 2) => {
    const width = Math.min(full[2], Math.max(full[2] / 40, view[2] * by)), scale = width / view[2];
    view = [x - (x - view[0]) * scale, y - (y - view[1]) * scale, width, view[3] * scale];
    move(0, 0);
  };
  const move = (dx, dy) => {
    view[0] = Math.min(Math.max(view[0] + dx, full[0]), full[0] + full[2] - view[2]);
    view[1] = Math.min(Math.max(view[1] + dy, full[1]), full[1] + full[3] - view[3]);
    show();
  };
  const at = (event) => {
    const point = new DOMPoint(event.clientX, event.clientY).matrixTransform(svg.getScreenCTM().inverse());
    return [point.x, point.y];
  };
  const highlight = (name) => {
    document.querySelectorAll(".now").forEach((one) => one.classList.remove("now"));
    for (const mark of onMap.get(name) || []) mark.classList.add("now");
    const card = box(name);
    if (!card) return;
    card.classList.add("now");
    card.classList.remove("hidden");
    if (homes.has(name)) card.parentElement.classList.remove("hidden");
    card.setAttribute("tabindex", "-1");
    card.focus({ preventScroll: true });
    // cards above are laid out only when they come near, so where this one stands is known after a frame or two
    const reach = (times) => {
      card.scrollIntoView({ block: "start" });
      if (times) requestAnimationFrame(() => reach(times - 1));
    };
    reach(3);
  };
  for (const title of svg.querySelectorAll(".mark title")) {
    title.parentElement.dataset.text = title.textContent;
    title.remove();
  }
  map.querySelectorAll("[data-zoom]").forEach((button) =>
    button.addEventListener("click", () => {
      if (button.dataset.zoom === "all") view = [...full], show();
      else zoom(button.dataset.zoom === "in" ? 0.6 : 1 / 0.6);
    }));
  map.addEventListener("keydown", (event) => {
    const step = view[2] / 10;
    const does = {
      "+": () => zoom(0.7), "=": () => zoom(0.7), "-": () => zoom(1 / 0.7), ArrowLeft: () => move(-step, 0),
      ArrowRight: () => move(step, 0), ArrowUp: () => move(0, -step), ArrowDown: () => move(0, step),
    }[event.key];
    if (does && event.target === map) event.preventDefault(), does();
  });
  svg.addEventListener("wheel", (event) => {
    if (!event.ctrlKey && document.activeElement !== map) return;
    event.preventDefault();
    zoom(event.deltaY > 0 ? 1.2 : 1 / 1.2, ...at(event));
  }, { passive: false });
  const held = new Map();
  let moved = 0;
  svg.addEventListener("pointerdown", (event) => {
    held.set(event.pointerId, [event.clientX, event.clientY]);
    moved = 0;
  });
  svg.addEventListener("pointermove", (event) => {
    const mark = event.target.closest(".mark");
    tip.classList.toggle("hidden", !mark);
    if (mark) {
      const frame = map.getBoundingClientRect();
      tip.textContent = mark.dataset.text;
      tip.style.left = `${Math.min(event.clientX - frame.left + 14, frame.width - 240)}px`;
      tip.style.top = `${event.clientY - frame.top + 14}px`;
    }
    const before = held.get(event.pointerId);
    if (!before) return;
    const now = [event.clientX, event.clientY], scale = view[2] / svg.getBoundingClientRect().width;
    moved += Math.hypot(now[0] - before[0], now[1] - before[1]);
    if (held.size === 2) {
      const other = [...held].find(([id]) => id !== event.pointerId)[1];
      const was = Math.hypot(before[0] - other[0], before[1] - other[1]), is = Math.hypot(now[0] - other[0], now[1] - other[1]);
      if (is > 0 && was > 0) zoom(was / is, ...at(event));
    } else move((before[0] - now[0]) * scale, (before[1] - now[1]) * scale);
    held.set(event.pointerId, now);
  });
  for (const end of ["pointerup", "pointercancel", "pointerleave"]) svg.addEventListener(end, (event) => {
    held.delete(event.pointerId);
    if (end === "pointerleave") tip.classList.add("hidden");
  });
  svg.addEventListener("click", (event) => {
    const mark = event.target.closest("[data-card]");
    if (mark && moved < 6) highlight(mark.dataset.card);
  });
  document.querySelectorAll("#table a").forEach((link) => link.addEventListener("click", (event) => {
    event.preventDefault();
    highlight(link.hash.slice(1));
  }));
})();
