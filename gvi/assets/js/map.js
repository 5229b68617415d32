// The group map by keyboard: arrows walk to the nearest neighbour, plus, minus and nought zoom,
// Escape leaves. The picture is whole without this file, and every node in it is a link.
const WORDS =
  document.documentElement.lang === "sv"
    ? { nearer: "Zooma in", farther: "Zooma ut", whole: "Visa hela" }
    : { nearer: "Zoom in", farther: "Zoom out", whole: "Show all" };
const DIRECTIONS = {
  ArrowRight: [1, 0],
  ArrowLeft: [-1, 0],
  ArrowDown: [0, 1],
  ArrowUp: [0, -1],
};

function centre(node) {
  const box = node.querySelector("rect, circle, polygon, path").getBBox();
  return [box.x + box.width / 2, box.y + box.height / 2];
}

// The nearest node whose direction is within 60 degrees of the arrow.
function neighbour(nodes, from, [dx, dy]) {
  const [x, y] = centre(from);
  let found = null;
  let least = Infinity;
  for (const node of nodes) {
    const [ax, ay] = centre(node);
    const along = (ax - x) * dx + (ay - y) * dy;
    const far = Math.hypot(ax - x, ay - y);
    if (node === from || along <= far * 0.5 || far >= least) continue;
    [found, least] = [node, far];
  }
  return found;
}

export function liven(map) {
  const nodes = [...map.querySelectorAll("a")];
  const [left, top, width, height] = map.getAttribute("viewBox").split(/[ ,]+/).map(Number);
  let [x, y, scale] = [left + width / 2, top + height / 2, 1];

  function draw() {
    const [w, h] = [width / scale, height / scale];
    const across = Math.min(Math.max(x - w / 2, left), left + width - w);
    const down = Math.min(Math.max(y - h / 2, top), top + height - h);
    map.setAttribute("viewBox", `${across} ${down} ${w} ${h}`);
  }
  function zoom(factor) {
    scale = factor ? Math.min(Math.max(scale * factor, 1), 8) : 1;
    draw();
  }

  map.addEventListener("focusin", (event) => {
    const node = event.target.closest("a");
    if (!node || scale === 1) return;
    [x, y] = centre(node);
    draw();
  });
  map.addEventListener("keydown", (event) => {
    const node = event.target.closest("a");
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const factor = { "+": 1.5, "-": 1 / 1.5, 0: 0 }[event.key];
    if (factor !== undefined) {
      [x, y] = centre(node);
      zoom(factor);
    } else if (DIRECTIONS[event.key]) {
      const next = neighbour(nodes, node, DIRECTIONS[event.key]);
      if (next) next.focus();
    } else if (event.key === "Escape") {
      after.focus();
    } else {
      return;
    }
    event.preventDefault();
  });

  const tools = document.createElement("div");
  tools.className = "gvi-map-tools";
  for (const [name, factor] of [["nearer", 1.5], ["farther", 1 / 1.5], ["whole", 0]]) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "govuk-button govuk-button--secondary gvi-button--small";
    button.textContent = WORDS[name];
    button.addEventListener("click", () => zoom(factor));
    tools.append(button);
  }
  const frame = map.closest(".gvi-scroll") || map;
  frame.before(tools);
  const after = document.createElement("div");
  after.tabIndex = -1;
  frame.after(after);
}
