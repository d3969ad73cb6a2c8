/* Search, and moving about in a diagram. Without it the pages say the same. */
"use strict";

(() => {
  const { root, project } = document.body.dataset;
  const most = 40;

  // Search: the index is loaded when somebody is about to search, as a script, because a page that
  // was opened as a file may load nothing else.

  const find = document.getElementById("find");
  const input = document.getElementById("find-text");
  const list = document.getElementById("find-list");
  let index = null;
  let chosen = -1;

  const load = () => {
    if (index) return;
    index = "loading";
    const script = document.createElement("script");
    script.src = `${root}search.js`;
    script.onload = () => {
      const { kinds, pages, parts } = window.schemagenSearch;
      const word = (kind) => (kind < 0 ? "migration" : kinds[kind]);
      // What the reader is looking at comes first.
      const rank = (path) => (path.startsWith(`${project}/`) ? -0.5 : 0);
      const entries = pages.map(([href, name, kind, more]) => ({
        href, name, where: `${word(kind)} in ${href.split("/")[0]}`, text: `${name} ${more}`.toLowerCase(), rank: rank(href),
      }));
      for (const [page, name, kind] of parts) {
        const [path, table] = pages[page];
        const mark = word(kind) === "column" ? `#column-${name}` : "";
        entries.push({
          href: path + mark, name, where: `${word(kind)} of ${table} in ${path.split("/")[0]}`,
          text: `${name} ${table}`.toLowerCase(), rank: 1 + rank(path),
        });
      }
      index = entries;
      show();
    };
    document.head.append(script);
  };

  const score = (entry, words) => {
    const name = entry.name.toLowerCase();
    let sum = entry.rank;
    for (const word of words) {
      if (name === word) sum -= 6;
      else if (name.startsWith(word)) sum -= 4;
      else if (name.includes(`_${word}`) || name.includes(`.${word}`)) sum -= 3;
      else if (name.includes(word)) sum -= 2;
      else if (!entry.text.includes(word)) return null;
    }
    return sum + name.length / 1000;
  };

  const choose = (number) => {
    const items = [...list.children].filter((item) => item.id);
    chosen = items.length ? (number + items.length) % items.length : -1;
    items.forEach((item, at) => item.setAttribute("aria-selected", String(at === chosen)));
    if (chosen >= 0) {
      input.setAttribute("aria-activedescendant", items[chosen].id);
      items[chosen].scrollIntoView({ block: "nearest" });
    } else input.removeAttribute("aria-activedescendant");
  };

  const close = () => {
    list.hidden = true;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
    chosen = -1;
  };

  const show = () => {
    const words = input.value.toLowerCase().split(/\s+/).filter(Boolean);
    if (!Array.isArray(index) || !words.length) return close();
    const found = index
      .map((entry) => [score(entry, words), entry])
      .filter(([points]) => points !== null)
      .sort((a, b) => a[0] - b[0])
      .slice(0, most);
    list.replaceChildren(
      ...found.map(([, entry], number) => {
        const item = document.createElement("li");
        item.id = `found-${number}`;
        item.setAttribute("role", "option");
        item.setAttribute("aria-selected", "false");
        item.dataset.href = root + entry.href;
        const name = document.createElement("code");
        name.textContent = entry.name;
        const where = document.createElement("span");
        where.className = "where";
        where.textContent = ` ${entry.where}`;
        item.append(name, where);
        return item;
      }),
    );
    if (!found.length) {
      const none = document.createElement("li");
      none.setAttribute("role", "option");
      none.setAttribute("aria-disabled", "true");
      none.className = "muted small";
      none.textContent = "Nothing is called that.";
      list.append(none);
    }
    list.hidden = false;
    input.setAttribute("aria-expanded", "true");
    choose(found.length ? 0 : -1);
  };

  if (find) {
    find.hidden = false;
    input.addEventListener("focus", load);
    input.addEventListener("input", show);
    input.addEventListener("keydown", (event) => {
      if (event.key === "ArrowDown") choose(chosen + 1);
      else if (event.key === "ArrowUp") choose(chosen - 1);
      else if (event.key === "Escape") close();
      else if (event.key === "Enter") list.querySelector('[aria-selected="true"]')?.click();
      else return;
      event.preventDefault();
    });
    list.addEventListener("click", (event) => {
      const { href } = event.target.closest("li").dataset;
      if (href) location.href = href;
    });
    addEventListener("click", (event) => {
      if (!find.contains(event.target) || list.contains(event.target)) close();
    });
    addEventListener("keydown", (event) => {
      if (event.key !== "/" || /^(INPUT|TEXTAREA|SELECT)$/.test(document.activeElement.tagName)) return;
      event.preventDefault();
      input.focus();
    });
  }

  // The diagram of a table begins where the table is.

  for (const figure of document.querySelectorAll(".diagram:not(.map)")) {
    const focus = figure.querySelector(".focus")?.getBoundingClientRect();
    if (!focus) continue;
    const place = figure.getBoundingClientRect();
    figure.scrollTop = focus.top + focus.height / 2 - place.top - place.height / 2;
    figure.scrollLeft = focus.left + focus.width / 2 - place.left - place.width / 2;
  }

  // The diagram of a project.

  const map = document.getElementById("map");
  if (!map) return;
  const svg = map.querySelector("svg");
  const whole = svg.viewBox.baseVal;
  const all = { x: whole.x, y: whole.y, width: whole.width, height: whole.height };
  let view = { ...all };
  const grouped = Boolean(svg.querySelector(".frame"));
  const names = svg.querySelector(".far-names");
  map.classList.add("live");
  svg.removeAttribute("width");
  svg.removeAttribute("height");
  for (const id of ["er-tools", "er-help"]) document.getElementById(id).hidden = false;

  const perPixel = () => {
    const { width, height } = map.getBoundingClientRect();
    return Math.max(view.width / width, view.height / height);
  };
  // From afar the names of groups stand for what nobody can read.
  const look = (next) => {
    view = next;
    svg.setAttribute("viewBox", `${view.x} ${view.y} ${view.width} ${view.height}`);
    const unit = perPixel();
    names.style.setProperty("--unit", unit);
    map.classList.toggle("far", grouped && unit > 3);
  };
  // Around a point of the drawing, which stays where it is.
  const zoom = (factor, x = view.x + view.width / 2, y = view.y + view.height / 2) => {
    const wanted = Math.min(Math.max(view.width * factor, 120), all.width * 2);
    const by = wanted / view.width;
    look({ x: x - (x - view.x) * by, y: y - (y - view.y) * by, width: wanted, height: view.height * by });
  };
  const at = (event) => {
    const point = new DOMPoint(event.clientX, event.clientY).matrixTransform(svg.getScreenCTM().inverse());
    return [point.x, point.y];
  };

  const enter = (frame) => {
    const { x, y, width, height } = frame.querySelector("rect").getBBox();
    look({ x: x - 20, y: y - 20, width: width + 40, height: height + 40 });
  };
  const frames = new Map([...svg.querySelectorAll(".frame")].map((frame) => [frame.dataset.title, frame]));
  const boxes = new Map([...svg.querySelectorAll(".box")].map((box) => [box.dataset.key, box]));
  const lines = [...svg.querySelectorAll(".lines path")];
  const told = document.getElementById("er-told");

  const clear = () => {
    map.classList.remove("focused");
    for (const item of svg.querySelectorAll(".near, .chosen")) item.classList.remove("near", "chosen");
    told.textContent = "";
  };
  const focus = (key, move) => {
    clear();
    const box = boxes.get(key);
    if (!box) return;
    const near = new Set([key]);
    for (const line of lines) {
      const { a, b } = line.dataset;
      if (a !== key && b !== key) continue;
      line.classList.add("near");
      near.add(a).add(b);
    }
    for (const each of near) boxes.get(each).classList.add("near");
    box.classList.add("chosen");
    map.classList.add("focused");
    tell(box, [...near].filter((each) => each !== key));
    if (move) look(around([...near]) ?? around([key]));
  };
  const tell = (box, others) => {
    const link = (text, href) => Object.assign(document.createElement("a"), { href, textContent: text });
    const named = others.slice(0, 12).flatMap((name) => [", ", link(name, `#${encodeURIComponent(name)}`)]).slice(1);
    const rest = others.length > 12 ? ` and ${others.length - 12} more` : "";
    const page = link(box.dataset.key, box.querySelector("a").getAttribute("href"));
    told.replaceChildren(page, others.length ? " is related to " : " is related to no other table", ...named, `${rest}.`);
  };
  // The part of the drawing with these boxes in its middle; null where it would be too much to read.
  const around = (keys) => {
    const places = keys.map((key) => {
      const { e: x, f: y } = boxes.get(key).transform.baseVal.consolidate().matrix;
      const { width, height } = boxes.get(key).getBBox();
      return [x, y, x + width, y + height];
    });
    const [left, top] = [0, 1].map((at) => Math.min(...places.map((each) => each[at])) - 40);
    const [right, bottom] = [2, 3].map((at) => Math.max(...places.map((each) => each[at])) + 40);
    if (keys.length > 1 && (right - left > 2600 || bottom - top > 1600)) return null;
    const [width, height] = [Math.max(right - left, 1000), Math.max(bottom - top, 600)];
    return { x: (left + right - width) / 2, y: (top + bottom - height) / 2, width, height };
  };

  let drag = null;
  map.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    drag = { x: event.clientX, y: event.clientY, view, moved: false };
  });
  addEventListener("pointermove", (event) => {
    if (!drag) return;
    const [right, down] = [event.clientX - drag.x, event.clientY - drag.y];
    if (!drag.moved && Math.hypot(right, down) < 4) return;
    drag.moved = true;
    map.classList.add("moving");
    const size = perPixel();
    look({ ...drag.view, x: drag.view.x - right * size, y: drag.view.y - down * size });
  });
  let dragged = false;
  addEventListener("pointerup", () => {
    dragged = Boolean(drag?.moved);
    drag = null;
    map.classList.remove("moving");
  });
  map.addEventListener("click", (event) => {
    if (dragged) {
      event.preventDefault();
      dragged = false;
      return;
    }
    if (event.target.closest("a")) return;
    const box = event.target.closest(".box");
    const frame = map.classList.contains("far") && event.target.closest(".frame");
    if (frame) enter(frame);
    else if (box) focus(box.dataset.key, false);
    else clear();
  });
  map.addEventListener("dragstart", (event) => event.preventDefault());
  map.addEventListener("wheel", (event) => {
    event.preventDefault();
    zoom(Math.exp(Math.sign(event.deltaY) * Math.min(Math.abs(event.deltaY), 100) * 0.002), ...at(event));
  }, { passive: false });
  map.addEventListener("keydown", (event) => {
    const step = Math.min(view.width, view.height) / 8;
    const moves = { ArrowLeft: [-step, 0], ArrowRight: [step, 0], ArrowUp: [0, -step], ArrowDown: [0, step] };
    if (moves[event.key]) look({ ...view, x: view.x + moves[event.key][0], y: view.y + moves[event.key][1] });
    else if (event.key === "+" || event.key === "=") zoom(0.8);
    else if (event.key === "-") zoom(1.25);
    else if (event.key === "0") look({ ...all });
    else if (event.key === "Escape") clear();
    else return;
    event.preventDefault();
  });
  document.getElementById("er-in").addEventListener("click", () => zoom(0.7));
  document.getElementById("er-out").addEventListener("click", () => zoom(1 / 0.7));
  document.getElementById("er-fit").addEventListener("click", () => {
    clear();
    look({ ...all });
  });
  document.getElementById("er-table").addEventListener("change", (event) => focus(event.target.value, true));
  const follow = () => {
    const wanted = decodeURIComponent(location.hash.slice(1));
    clear();
    if (frames.has(wanted)) enter(frames.get(wanted));
    else if (wanted) focus(wanted, true);
  };
  look({ ...all });
  addEventListener("resize", () => look(view));
  addEventListener("hashchange", follow);
  follow();
})();
