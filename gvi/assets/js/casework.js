// What the pages gain where scripts run. Every page works without this file.
import { initAll } from "./govuk-frontend.min.js";
import { unwarn, warn, watch } from "./drafts.js";
import { guard } from "./session.js";

const swedish = document.documentElement.lang === "sv";
const texts = swedish
  ? {
      characterCount: {
        i18n: {
          charactersUnderLimit: { one: "%{count} tecken kvar", other: "%{count} tecken kvar" },
          charactersAtLimit: "0 tecken kvar",
          charactersOverLimit: { one: "%{count} tecken för mycket", other: "%{count} tecken för mycket" },
        },
      },
      passwordInput: {
        i18n: {
          showPassword: "Visa",
          hidePassword: "Dölj",
          showPasswordAriaLabel: "Visa lösenordet",
          hidePasswordAriaLabel: "Dölj lösenordet",
          passwordShownAnnouncement: "Lösenordet visas",
          passwordHiddenAnnouncement: "Lösenordet är dolt",
        },
      },
    }
  : {};

// A table that turns into cards would lose its roles with its display.
function keepRoles(scope) {
  const roles = { THEAD: "rowgroup", TBODY: "rowgroup", TFOOT: "rowgroup", TR: "row", TD: "cell" };
  for (const table of scope.querySelectorAll("table.gvi-cards")) {
    table.setAttribute("role", "table");
    for (const part of table.querySelectorAll("thead, tbody, tfoot, tr, td, th")) {
      const heading = part.scope === "row" ? "rowheader" : "columnheader";
      part.setAttribute("role", roles[part.tagName] || heading);
    }
  }
}

function dress(scope, onError) {
  initAll({ scope, onError, ...texts });
  keepRoles(scope);
}

dress(document);
for (const map of document.querySelectorAll("svg.gvi-map")) {
  import("./map.js").then(({ liven }) => liven(map));
}
// What htmx swaps in is dressed from its parent; what was dressed before says so and is left.
document.body.addEventListener("htmx:load", (event) => {
  const { elt } = event.detail;
  if (elt !== document.body && elt.parentElement) dress(elt.parentElement, () => {});
});

// The status region stands in the page from the start, so that what lands in it is read out.
const status = document.getElementById("status");
function say(text) {
  if (!status) return;
  const line = document.createElement("p");
  line.className = "gvi-status";
  line.textContent = text;
  status.replaceChildren(line);
}
document.body.addEventListener("gvi:say", (event) => say(event.detail.value));

// Menus are <details>. Escape closes and gives the focus back; a click elsewhere closes.
const menus = "details.gvi-menu[open], details.gvi-more[open]";
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of document.querySelectorAll(menus)) {
    menu.open = false;
    if (menu.contains(document.activeElement)) menu.querySelector("summary").focus();
  }
});
document.addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll(menus)) {
    if (!menu.contains(event.target)) menu.open = false;
  }
});

// The phone's "Meny" folds the navigation that otherwise stands at the top of the page.
for (const opener of document.querySelectorAll("[data-gvi-opens]")) {
  const target = document.getElementById(opener.dataset.gviOpens);
  const show = (open) => {
    target.classList.toggle("gvi-nav--folded", !open);
    opener.setAttribute("aria-expanded", String(open));
  };
  opener.setAttribute("role", "button");
  opener.setAttribute("aria-controls", target.id);
  show(false);
  const turn = (event) => {
    event.preventDefault();
    const open = target.classList.contains("gvi-nav--folded");
    show(open);
    if (open) {
      window.scrollTo(0, 0);
      target.querySelector("a").focus();
    }
  };
  opener.addEventListener("click", turn);
  opener.addEventListener("keydown", (event) => {
    if (event.key === " ") turn(event);
  });
  target.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || target.classList.contains("gvi-nav--folded")) return;
    show(false);
    opener.focus();
  });
}

// Arrow keys walk the buttons of one person; Tab goes on to the next.
document.addEventListener("keydown", (event) => {
  const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
  const group = event.target.closest("[data-gvi-arrows]");
  if (!step || !group || event.target.tagName !== "BUTTON") return;
  const buttons = [...group.querySelectorAll("button")];
  buttons[(buttons.indexOf(event.target) + step + buttons.length) % buttons.length].focus();
  event.preventDefault();
});

// No contact: say so, keep what was typed, and never claim that anything was saved.
const offline = document.getElementById("offline");
if (offline) {
  const { lost, failed } = offline.dataset;
  document.body.addEventListener("htmx:sendError", () => warn(lost));
  document.body.addEventListener("htmx:timeout", () => warn(lost));
  document.body.addEventListener("htmx:responseError", ({ detail }) => {
    if (detail.xhr.status === 423) window.location.reload();
    else warn(failed);
  });
  document.body.addEventListener("htmx:beforeRequest", unwarn);
  document.addEventListener("submit", (event) => {
    if (navigator.onLine || event.defaultPrevented) return;
    event.preventDefault();
    warn(lost);
  });
}
watch();
guard();

// After a swap the focus is never left on <body>.
let held = false;
document.body.addEventListener("htmx:beforeSwap", (event) => {
  held = event.detail.target.contains(document.activeElement) && document.activeElement !== document.body;
});
document.body.addEventListener("htmx:afterSettle", (event) => {
  const landed = document.getElementById(event.detail.target.id) || event.detail.elt;
  const wanted = landed.querySelector("[data-gvi-focus]");
  const lost = held && (!document.activeElement || document.activeElement === document.body);
  if (!wanted && !lost) return;
  const place = wanted || landed.querySelector("h1, h2, h3, legend") || landed;
  if (!place.matches("a, button, input, select, textarea")) place.tabIndex = -1;
  place.focus();
});
