"use strict";
(() => {
  // Asks for this very page again, and puts the new <main> in the place of the old one. What somebody
  // has opened stays open, and nothing moves while a text is selected. Without this script the page
  // is the same, and the link "Reload" does it.
  const seen = (id) => document.getElementById(id);
  const PATIENCE = 30;  // seconds for an answer
  const LONGEST = 120;  // seconds between two attempts where the last ones failed
  let received = Date.now();
  let next = 0;
  let failures = 0;
  let isPaused = false;
  let isAsking = false;

  const interval = () => Number(seen("main").dataset.refresh) * 1000;
  const age = () => Math.max(0, Math.round((Date.now() - received) / 1000));
  const told = (seconds) => (seconds < 120 ? `${seconds} s` : `${Math.floor(seconds / 60)} min`);
  const wait = () => Math.min(interval() * 2 ** Math.min(failures, 10), Math.max(interval(), LONGEST * 1000));
  const plan = (milliseconds) => { next = Date.now() + milliseconds; };

  function put(element, text) {
    if (element.textContent !== text) element.textContent = text;
  }

  function trouble(text) {
    const element = seen("trouble");
    element.hidden = !text;
    put(element, text);
    document.body.classList.toggle("stale", Boolean(text));
  }

  function opened() {
    return [...document.querySelectorAll("main details[data-key]")].map((one) => [one.dataset.key, one.open]);
  }

  function focused() {
    const element = document.activeElement;
    if (!element || !seen("main").contains(element)) return null;
    const key = element.parentElement.dataset.key;
    return key ? `details[data-key="${CSS.escape(key)}"] > summary` : `a[href="${CSS.escape(element.getAttribute("href"))}"]`;
  }

  function show(page) {
    const fresh = page.getElementById("main");
    const before = seen("main").dataset.state;
    const states = new Map(opened());
    const focus = focused();
    seen("main").replaceWith(document.adoptNode(fresh));
    for (const one of fresh.querySelectorAll("details[data-key]")) {
      if (states.has(one.dataset.key)) one.open = states.get(one.dataset.key);
    }
    if (focus) fresh.querySelector(focus)?.focus({ preventScroll: true });
    document.title = page.title;
    seen("icon").href = page.getElementById("icon").href;
    if (fresh.dataset.state !== before) put(seen("news"), page.title);
  }

  function take(text) {
    const page = new DOMParser().parseFromString(text, "text/html");
    const fresh = page.getElementById("main");
    if (!fresh || !fresh.dataset.edition) throw new Error("another page was there; reload to see it");
    if (fresh.dataset.edition !== seen("main").dataset.edition) {
      location.reload();  // its style and its script are others
      return;
    }
    show(page);
  }

  async function ask() {
    const limit = new AbortController();
    const timer = setTimeout(() => limit.abort(), PATIENCE * 1000);
    try {
      const answer = await fetch(location.pathname + location.search, {
        cache: "no-store", credentials: "same-origin", signal: limit.signal,
      });
      if (!answer.ok) throw new Error(`the answer was ${answer.status} ${answer.statusText}`.trim());
      return await answer.text();
    } finally {
      clearTimeout(timer);
    }
  }

  const why = (error) => (error instanceof TypeError ? "it cannot be reached"
    : error.name === "AbortError" ? `no answer within ${PATIENCE} s` : error.message);

  let problem = "";
  async function refresh() {
    isAsking = true;
    try {
      take(await ask());
      received = Date.now();
      failures = 0;
      problem = "";
    } catch (error) {
      failures += 1;
      problem = why(error);
    } finally {
      isAsking = false;
      plan(wait());
      tell();
    }
  }

  function tell() {
    put(seen("freshness"), `${isPaused ? "paused, " : ""}updated ${told(age())} ago`);
    const cause = problem || delay();
    trouble(cause && `What is shown is old: ${cause}.`);
    if (problem && !document.title.startsWith("? ")) document.title = `? ${document.title}`;
  }

  // Why nothing new has come for long although nothing failed; empty if it has, or nobody wants it.
  function delay() {
    if (isPaused || age() * 1000 < 3 * interval() + PATIENCE * 1000) return "";
    return isSelecting() ? "it waits as long as a text is selected" : "it waits for an answer";
  }

  function isSelecting() {
    const selection = getSelection();
    return !selection.isCollapsed && seen("main").contains(selection.anchorNode);
  }

  function tick() {
    if (document.hidden) return;
    if (!isPaused && !isAsking && Date.now() >= next && !isSelecting()) refresh();
    tell();
  }

  const button = seen("pause");
  button.addEventListener("click", () => {
    isPaused = !isPaused;
    put(button, isPaused ? "Go on" : "Pause");
    if (!isPaused) plan(0);
    tick();
  });
  button.hidden = false;
  document.addEventListener("visibilitychange", tick);
  plan(interval());
  setInterval(tick, 1000);
  tell();
})();
