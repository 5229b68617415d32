// What is being typed is kept on the server, two seconds after the last key; never on the device.
const QUIET = 2000;
const FRESH = 60000;
const offline = document.getElementById("offline");
const states = new WeakMap();
const watched = new Set();
let contact = Date.now(); // when the server last answered somebody signed in

const SAID = offline ? offline.dataset : {}; // in the page's language; {0} is a clock time

export function inContact() {
  contact = Date.now();
}

export function warn(text, link) {
  if (!offline) return;
  offline.hidden = false;
  offline.textContent = text;
  if (link) {
    const way = document.createElement("a");
    Object.assign(way, { href: link, target: "_blank", rel: "noopener", className: "govuk-link" });
    way.textContent = SAID.signIn;
    offline.append(" ", way);
  }
  offline.scrollIntoView({ block: "nearest" });
}

export function unwarn() {
  if (!offline) return;
  offline.hidden = true;
  offline.textContent = "";
}

// Nothing is lost: the text stands here, and what was kept before waits as a draft.
export function signedOut(link, at) {
  const [here, kept] = [SAID.out, SAID.outKept];
  warn(at ? kept.replace("{0}", at) : here, link || "/konto/login/");
}

export function token() {
  const found = document.cookie.match(/(?:^|; )csrftoken=([^;]*)/);
  const field = document.querySelector("[name=csrfmiddlewaretoken]");
  return found ? found[1] : field ? field.value : "";
}

function mark(form) {
  return form && form.querySelector("[data-gvi-draft]");
}

function state(form) {
  if (!states.has(form)) states.set(form, { dirty: false, sent: false, at: "", timer: 0 });
  watched.add(form);
  return states.get(form);
}

function typed(form) {
  const data = new FormData(form);
  data.delete("csrfmiddlewaretoken");
  for (const field of form.querySelectorAll("input[type=password], input[type=file]")) {
    data.delete(field.name);
  }
  return new URLSearchParams([...data].filter(([, value]) => typeof value === "string"));
}

async function save(form) {
  const [line, own] = [mark(form), state(form)];
  clearTimeout(own.timer);
  if (!own.dirty || own.sent || !line || !form.isConnected) return;
  own.dirty = false;
  try {
    const answer = await fetch(line.dataset.gviDraft, {
      method: "POST",
      body: typed(form),
      headers: { Accept: "application/json", "X-CSRFToken": token() },
    });
    const out = answer.headers.get("X-Signed-Out");
    if (out) {
      own.at = (await answer.json()).at || own.at;
      signedOut(out, own.at);
    } else if (answer.ok || answer.status === 413) {
      const { said, at } = await answer.json();
      line.textContent = said;
      if (answer.ok) {
        own.at = at;
        inContact();
        document.dispatchEvent(new Event("gvi:alive"));
      }
    } else {
      throw new Error(String(answer.status));
    }
  } catch {
    line.textContent = line.dataset.lost;
    own.dirty = true;
    own.timer = setTimeout(() => save(form), 10000);
  }
}

// Everything typed and not kept yet, at once: before the screen is locked or the session ends.
export function keepAll() {
  return Promise.allSettled([...watched].map(save));
}

export function isWaiting() {
  return [...watched].some((form) => form.isConnected && state(form).dirty && !state(form).sent);
}

function touched(event) {
  const form = event.target.form;
  if (!mark(form)) return;
  const own = state(form);
  own.dirty = true;
  own.sent = false;
  clearTimeout(own.timer);
  own.timer = setTimeout(() => save(form), QUIET);
}

// Is the server there, and are we signed in? Asked before a form is sent after a long time.
async function whether(address) {
  try {
    const answer = await fetch(address, { headers: { Accept: "application/json" } });
    if (answer.status === 204) return "here";
    return answer.status === 423 ? "locked" : "out";
  } catch {
    return "lost";
  }
}

async function askFirst(form, submitter, address) {
  const found = await whether(address);
  if (found === "here") {
    inContact();
    const field = form.querySelector("[name=csrfmiddlewaretoken]");
    if (field) field.value = token(); // one may have signed in again in another tab
    form.requestSubmit(submitter);
  } else if (found === "locked") {
    await keepAll();
    window.location.reload();
  } else if (found === "lost") {
    warn(offline.dataset.lost);
  } else {
    const back = encodeURIComponent(window.location.pathname);
    signedOut(`/konto/login/?next=${back}`, state(form).at);
  }
}

function sending(event) {
  const form = event.target;
  if (event.defaultPrevented || !mark(form)) return;
  const address = document.getElementById("session")?.dataset.stay;
  if (!form.hasAttribute("hx-post") && address && Date.now() - contact > FRESH) {
    event.preventDefault();
    askFirst(form, event.submitter, address);
    return;
  }
  clearTimeout(state(form).timer);
  state(form).sent = navigator.onLine;
}

export function watch() {
  document.addEventListener("input", touched);
  document.addEventListener("change", touched);
  document.addEventListener("submit", sending);
  document.body.addEventListener("htmx:beforeRequest", (event) => {
    const { elt } = event.detail;
    if (!mark(elt)) return;
    clearTimeout(state(elt).timer);
    state(elt).sent = true;
  });
  // An answer that does not save leaves the form, or a new one, to be written on.
  document.body.addEventListener("htmx:afterRequest", (event) => {
    const { elt, xhr } = event.detail;
    if (!mark(elt)) return;
    if (!event.detail.successful) state(elt).sent = false;
    const out = xhr && xhr.status && xhr.getResponseHeader("X-Signed-Out");
    if (out) signedOut(out, JSON.parse(xhr.responseText).at || state(elt).at);
  });
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") keepAll();
  });
}
