// What axe cannot see: each rule returns the faults of the page it runs in, as sentences; none is [].
(() => {
  const words = (node) => (node ? node.textContent.trim().replace(/\s+/g, " ") : "");
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const SHEET = 970; // CSS pixels: A4 between its margins, 263 mm, with a line for the caption
  const FILLER = /^(an? )?(untitled|no description.*|(chart|image|figure|graph|graphic|picture|plot|photo)( of| \d+)?)\.?$/i;
  const UNSAID = /\b(nan|NaN|undefined|null|None|NaT)\b|\{\w*\}/;

  function alternatives() {
    return all("svg, img").flatMap((image) => {
      if (image.closest("[aria-hidden=true]")) return [];
      const name = image.getAttribute("aria-label") || image.getAttribute("alt") || words(image.querySelector("title"));
      const told = words(image.querySelector("desc")), inFigure = image.closest("figure");
      const faults = [];
      if (image.getAttribute("role") !== "img") faults.push("an image without its role");
      if (name.length < 10 || FILLER.test(name)) faults.push(`an image called '${name}'`);
      if (inFigure && (told.length < 40 || FILLER.test(told) || told === name)) faults.push(`described as '${told}'`);
      if (UNSAID.test(name.replace(/^None\b/, "") + " " + told)) faults.push(`a figure that is no word: ${name} ${told}`);
      // a card shows the chart of another page, on which it is a figure with its table
      if (!inFigure && !image.closest("td, .key-charts")) faults.push("an image outside a figure or a table");
      return faults;
    });
  }

  function figures() {
    return all("figure").flatMap((figure) => {
      const caption = words(figure.querySelector("figcaption")).replace(/^Figure \d+\.\s*/, "");
      const faults = [];
      if (caption.length < 10 || FILLER.test(caption)) faults.push(`${figure.id} has the caption '${caption}'`);
      if (!figure.querySelector("svg, img")) faults.push(`${figure.id} has no drawing`);
      if (!figure.querySelector("details > summary")) faults.push(`${figure.id} has no folded table`);
      if (!figure.querySelector("table tbody td")) faults.push(`${figure.id} has no table`);
      return faults;
    });
  }

  function tables() {
    return all("table").flatMap((table) => {
      const heads = table.tHead ? all("th", table.tHead).map(words) : [], name = table.id || "a table";
      const faults = [];
      if (words(table.caption).length < 10) faults.push(`${name} has the caption '${words(table.caption)}'`);
      if (all("th", table).some((cell) => !["col", "row", "colgroup", "rowgroup"].includes(cell.scope)))
        faults.push(`${name} has a heading without a scope`);
      if (all("th", table).some((cell) => !words(cell))) faults.push(`${name} has an empty heading`);
      if (all("tbody tr", table).some((row) => !row.querySelector("th[scope=row], th[scope=rowgroup]")))
        faults.push(`${name} has a row without a heading`);
      if (new Set(heads).size < heads.length) faults.push(`${name} has one heading twice: ${heads.join(" | ")}`);
      if (heads.length && all("tbody tr", table).some((row) => [...row.cells].reduce((sum, cell) => sum + cell.colSpan, 0) !== heads.length))
        faults.push(`${name} has a row of another length than its headings`);
      return faults;
    });
  }

  function headings() {
    const found = all("h1, h2, h3, h4, h5, h6"), levels = found.map((heading) => Number(heading.tagName[1]));
    const faults = levels.filter((level) => level === 1).length === 1 ? [] : ["not one h1"];
    levels.forEach((level, place) => {
      if (level > (levels[place - 1] || 0) + 1) faults.push(`a level is skipped before '${words(found[place])}'`);
      if (!words(found[place])) faults.push("an empty heading");
    });
    return faults;
  }

  function references() {
    const faults = [], ids = all("[id]").map((node) => node.id);
    ids.filter((id, place) => ids.indexOf(id) !== place).forEach((id) => faults.push(`the id ${id} stands twice`));
    for (const name of ["aria-labelledby", "aria-describedby", "headers", "for"])
      for (const node of all(`[${name}]`))
        for (const id of node.getAttribute(name).split(/\s+/)) if (!ids.includes(id)) faults.push(`no ${id}`);
    for (const link of all("a")) {
      const to = link.getAttribute("href") || "";
      if (!words(link)) faults.push(`a link to ${to} without words`);
      if (to.startsWith("#") && !ids.includes(to.slice(1))) faults.push(`a link to nowhere: ${to}`);
      if (!to || /^\w+:/.test(to) || to.startsWith("/")) faults.push(`a link to another place: '${to}'`);
    }
    return faults;
  }

  function selfContained() {
    const faults = all("script, link, iframe, object, embed, form, base, audio, video").map((node) => node.tagName);
    for (const node of all("*"))
      for (const { name, value } of node.attributes) {
        if (/^on/i.test(name) || /^\s*javascript:/i.test(value)) faults.push(`${name} holds a script`);
        if (["src", "srcset", "poster"].includes(name) && !value.startsWith("data:")) faults.push(`${name}=${value}`);
      }
    if (document.documentElement.lang !== "en-GB") faults.push("another language than en-GB");
    if (words(document.querySelector("title")).length < 10) faults.push("no title");
    return faults;
  }

  // Wide things may stand only in regions that scroll by themselves; nothing may be cut off.
  function overflow() {
    const width = document.documentElement.clientWidth, scrolls = document.documentElement.scrollWidth;
    const faults = scrolls > width ? [`the page is ${scrolls} wide on a screen of ${width}`] : [];
    for (const node of all("body *")) {
      if (node.closest(".skip") || node.parentElement.closest(".scroll, svg")) continue;
      const box = node.getBoundingClientRect(), style = getComputedStyle(node);
      if (box.width && (box.right > width + 1 || box.left < -1)) faults.push(`${node.tagName} ends at ${box.right}`);
      const cuts = ["hidden", "clip"].includes(style.overflowX) && node.tagName !== "svg";
      if (box.width && cuts && node.scrollWidth > node.clientWidth + 1) faults.push(`${node.tagName} is cut off`);
    }
    return faults;
  }

  function overlap() {
    const parts = all(".layout > *, .inside > *, .body > section, .summary, caption, figcaption").filter(shown);
    return pairs(parts)
      .filter(([one, other]) => !one.contains(other) && !other.contains(one))
      .filter(([one, other]) => shared(one, other).every((side) => side > 2))
      .map(([one, other]) => `'${words(one).slice(0, 30)}' lies on '${words(other).slice(0, 30)}'`);
  }

  function paper() {
    const width = document.documentElement.clientWidth;
    const wide = all("table, figure, pre, svg").filter((node) => node.getBoundingClientRect().right > width + 1);
    const folded = all("details table").filter((table) => !table.checkVisibility() && !elsewhere(table));
    const cut = all("figure svg").filter(shown).filter((drawing) => {
      const kept = getComputedStyle(drawing.parentElement).breakInside === "avoid";
      return !kept || drawing.getBoundingClientRect().height > SHEET;
    });
    return [
      ...wide.map((node) => `${node.tagName} ${node.id} is cut`),
      ...folded.map((table) => `${table.id} is folded`),
      ...cut.map((drawing) => `${drawing.closest("figure").id} is cut by the end of a sheet`),
    ];
  }

  // A folded table may stay so on paper where the page names another, printed, with every one of its rows.
  function elsewhere(table) {
    const named = table.closest("figure")?.querySelector(".on-paper a");
    const other = named && named.checkVisibility() && document.querySelector(named.getAttribute("href"));
    const rows = other ? all("tbody tr", other).map(words) : [];
    const parts = (row) => [...row.cells].map(words);
    return other && other.checkVisibility() && all("tbody tr", table).length === rows.length
      && all("tbody tr", table).every((row, place) => parts(row).every((part) => rows[place].includes(part)));
  }

  // A heading or a chart that names what the page defines leads to the definition.
  function meanings() {
    const defined = all("dt[id^=means-]");
    const named = (node) => words(node).replace(/ \(per [\d,]+\)$/, "");
    const faults = all("figure, table th").flatMap((node) => {
      const meant = defined.filter((term) => node.tagName !== "FIGURE" && words(term) === named(node));
      return meant.length && !node.querySelector("a") ? [`the heading '${words(node)}' leads to no definition`] : [];
    });
    for (const link of all(".meaning a"))
      if (!defined.some((term) => `#${term.id}` === link.getAttribute("href"))) faults.push(`no definition of ${words(link)}`);
    return faults;
  }

  // The drawing that is shown: its words inside it, apart from each other, large and dark enough.
  function chartWords() {
    return all("figure svg").filter(shown).flatMap((drawing) => {
      const name = drawing.closest("figure").id, sheet = drawing.getBoundingClientRect(), faults = [];
      const texts = all("text", drawing).filter(shown);
      for (const text of texts) {
        const box = text.getBoundingClientRect(), style = getComputedStyle(text);
        const out = Math.max(sheet.left - box.left, box.right - sheet.right, sheet.top - box.top, box.bottom - sheet.bottom);
        if (out > 3) faults.push(`${name}: '${words(text)}' is cut by ${Math.round(out)} px`);
        if (size(text) < 10) faults.push(`${name}: '${words(text)}' is ${size(text).toFixed(1)} px high`);
        if (contrast(style.fill) < 4.5 && style.fill !== "rgb(255, 255, 255)") faults.push(`${name}: ${style.fill}`);
      }
      for (const [one, other] of pairs(texts)) {
        const [across, down] = shared(one, other);
        if (across > 2 && down > 0.4 * Math.min(size(one), size(other)))
          faults.push(`${name}: '${words(one)}' and '${words(other)}' lie on each other`);
      }
      return faults;
    });
  }

  // Two colours of one drawing that are alike in grey differ by their dashes, their marks or their hatching too.
  function hues() {
    return all("figure svg").filter(shown).flatMap((drawing) => {
      const looks = {};
      for (const node of all("path, use, rect, circle", drawing)) {
        const pattern = node.closest("pattern");
        if (node.closest("defs, clipPath") && !pattern) continue;
        const style = getComputedStyle(node), mark = node.tagName === "use" && document.querySelector(node.getAttribute("href"));
        for (const side of ["fill", "stroke"]) {
          const parts = (style[side].match(/^rgb\((\d+), (\d+), (\d+)\)$/) || []).slice(1).map(Number);
          if (Math.max(...parts) - Math.min(...parts) < 40) continue;
          const shape = mark ? mark.getAttribute("d") : side === "stroke" ? style.strokeDasharray : "whole";
          const hatched = pattern ? all("path", pattern).map((path) => path.getAttribute("d")).join() : shape;
          if (parts.length) (looks[style[side]] ??= new Set()).add(hatched);
        }
      }
      const alike = ([one, other]) => Math.max(contrast(one) / contrast(other), contrast(other) / contrast(one)) < 1.5;
      const same = ([one, other]) => [...looks[one]].sort().join() === [...looks[other]].sort().join();
      return pairs(Object.keys(looks)).filter(alike).filter(same)
        .map(([one, other]) => `${drawing.closest("figure").id}: ${one} and ${other} are told apart by their hue alone`);
    });
  }

  function focus() {
    const faults = [];
    for (const node of all("a[href], summary, [tabindex='0']").filter((node) => node.checkVisibility())) {
      node.focus();
      const { outlineStyle, outlineWidth } = getComputedStyle(node), box = node.getBoundingClientRect();
      if (document.activeElement !== node) faults.push(`${words(node).slice(0, 40)} cannot be reached`);
      else if (outlineStyle === "none" || parseFloat(outlineWidth) < 2) faults.push(`${words(node).slice(0, 40)} has no ring`);
      else if (box.right < 0 || box.bottom < 0) faults.push(`${words(node).slice(0, 40)} is out of sight`);
    }
    return faults;
  }

  const shown = (node) => node.getBoundingClientRect().width > 0 && node.checkVisibility();
  const pairs = (nodes) => nodes.flatMap((one, place) => nodes.slice(place + 1).map((other) => [one, other]));
  const shared = (one, other) => {
    const [a, b] = [one.getBoundingClientRect(), other.getBoundingClientRect()];
    return [Math.min(a.right, b.right) - Math.max(a.left, b.left), Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top)];
  };
  const size = (text) => {
    const { a, b } = text.getScreenCTM();
    return parseFloat(getComputedStyle(text).fontSize) * Math.hypot(a, b);
  };
  // WCAG 2.2, relative luminance and contrast ratio, against white
  const contrast = (colour) => {
    const [red, green, blue] = colour.match(/[\d.]+/g).map(Number).map((part) => part / 255)
      .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
    return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05);
  };

  const rules = { alternatives, figures, tables, headings, references, selfContained, overflow, overlap, paper, meanings, chartWords, hues, focus };
  window.faults = (name) => [...new Set(rules[name]())];
})();
