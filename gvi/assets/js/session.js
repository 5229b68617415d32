// The session's end, the lock, and a phone that was put away.
import { inContact, isWaiting, keepAll, token, warn } from "./drafts.js";

const AWAY = 5 * 60 * 1000;
const WARNING = 120000;
const session = document.getElementById("session");
const other = new BroadcastChannel("gvi-session");
const idle = session ? Number(session.dataset.idle) * 1000 : 0;
let ends = Date.now() + idle;

function prolong() {
  ends = Date.now() + idle;
  if (session) session.hidden = true;
}

async function stay() {
  try {
    const answer = await fetch(session.dataset.stay, { headers: { Accept: "application/json" } });
    if (answer.status !== 204) return;
  } catch {
    warn(document.getElementById("offline").dataset.lost);
    return;
  }
  inContact();
  prolong();
  other.postMessage("stay");
}

// A clock time two minutes before; at the limit what was typed is kept and the page is emptied.
async function look() {
  const left = ends - Date.now();
  if (left <= 0) {
    ends = Infinity;
    await Promise.race([keepAll(), new Promise((done) => setTimeout(done, 1500))]);
    document.body.replaceChildren();
    setTimeout(() => window.location.reload(), 3000);
  } else if (left <= WARNING && session.hidden) {
    const shown = { timeZone: "Europe/Stockholm", hour: "2-digit", minute: "2-digit" };
    const clock = new Date(ends).toLocaleTimeString("sv-SE", shown);
    session.querySelector("[data-clock]").textContent = clock.replace(":", ".");
    session.hidden = false;
    document.getElementById("said").textContent = session.querySelector("p").textContent;
  }
}

// A phone in a pocket: the server says whether it was long enough, and then shows only the lock.
let left = 0;
async function putAway() {
  if (document.visibilityState === "hidden") {
    left = Date.now();
    return;
  }
  const away = left ? Date.now() - left : 0;
  left = 0;
  if (away < AWAY || !window.matchMedia("(pointer: coarse)").matches) return look();
  document.body.hidden = true;
  await keepAll();
  const body = new URLSearchParams({
    hidden: String(Math.floor(away / 1000)),
    next: window.location.pathname + window.location.search,
  });
  const headers = { Accept: "application/json", "X-CSRFToken": token() };
  try {
    const answer = await fetch(session.dataset.lock, { method: "POST", body, headers });
    if (answer.status === 204) {
      document.body.hidden = false;
      return;
    }
    other.postMessage("lock");
  } catch {
    // No contact: the page stays empty, and asks again when it is opened anew.
  }
  window.location.reload();
}

// "Lås nu": what was typed is kept first, and the other tabs go with this one.
function locking(event) {
  const form = event.target;
  if (!form.matches("[data-gvi-lock]")) return;
  if (!isWaiting()) {
    other.postMessage("lock");
    return;
  }
  event.preventDefault();
  Promise.race([keepAll(), new Promise((done) => setTimeout(done, 1500))]).then(() => {
    other.postMessage("lock");
    form.submit();
  });
}

other.addEventListener("message", async ({ data }) => {
  if (data !== "lock") {
    prolong();
    return;
  }
  if (!session) return;
  document.body.hidden = true;
  await keepAll();
  setTimeout(() => window.location.reload(), 300);
});
window.addEventListener("pageshow", (event) => {
  if (event.persisted) window.location.reload();
});

export function guard() {
  if (session) {
    other.postMessage("stay");
    document.body.addEventListener("htmx:afterRequest", (event) => {
      if (!event.detail.successful) return;
      inContact();
      prolong();
    });
    document.addEventListener("gvi:alive", () => {
      prolong();
      other.postMessage("stay");
    });
    session.querySelector("button").addEventListener("click", stay);
    setInterval(look, 5000);
    document.addEventListener("visibilitychange", putAway);
  }
  document.addEventListener("submit", locking);
  const key = document.querySelector("[data-gvi-key]");
  if (!key) return;
  // The device said no, or nobody touched it: the page stays, and says so.
  document.addEventListener("allauth.error", (event) => {
    event.preventDefault();
    warn(document.getElementById("offline").dataset.key);
  });
  // A phone that is taken up again asks for the touch by itself.
  if (!document.getElementById("key-credential") || session) return;
  document.addEventListener("visibilitychange", () => {
    const button = document.getElementById("use-key");
    const locked = key.action.endsWith("/las/oppna/");
    if (locked && button && document.visibilityState === "visible") button.click();
  });
}
