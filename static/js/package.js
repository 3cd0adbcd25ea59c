/* A package in a lesson: opens its parts in a frame of another host, and hands on what they report.
   What arrives from there is a claim like anything a browser sends. Written for old WebViews: ES2019. */
(function () {
  "use strict";
  const LONGEST_WAIT_MS = 60000;
  const LARGEST_STATE = 250 * 1024;
  const LARGEST_LAST_WORD = 60 * 1024; // what a closing page may still send

  function post(path, body, keepalive) {
    const cookie = document.cookie.match(/(?:^|; )(?:__Host-)?csrf=([^;]+)/);
    return fetch(path, {
      method: "POST",
      credentials: "same-origin",
      keepalive: Boolean(keepalive),
      headers: { "Content-Type": "application/json", "X-CSRFToken": cookie ? cookie[1] : "" },
      body: JSON.stringify(body),
    }).then((response) => response.json().then((answer) => ({ status: response.status, answer })));
  }

  function randomId() {
    return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => `0${byte.toString(16)}`.slice(-2)).join("");
  }

  /* Sends the newest state, one request at a time; the same one again until the server has it. */
  class Reports {
    constructor(opened, listeners) {
      Object.assign(this, { opened, listeners, seq: 0, failures: 0, waiting: null, sending: null });
      this.path = `${listeners.path}${opened.run}/commits/`;
    }

    add(state) {
      this.waiting = state;
      return this.drain();
    }

    drain() {
      this.running = this.running || this.run().then(() => (this.running = null));
      return this.running;
    }

    async run() {
      while (this.sending || this.waiting) {
        if (!this.sending) {
          this.sending = { launch: this.opened.launch, seq: ++this.seq, state: this.waiting };
          this.waiting = null;
        }
        const outcome = await post(this.path, this.sending).catch(() => null);
        if (!outcome || outcome.status === 429 || outcome.status >= 500) {
          this.listeners.failing();
          await new Promise((done) => setTimeout(done, Math.min(LONGEST_WAIT_MS, 1000 * 2 ** this.failures++)));
          continue;
        }
        this.failures = 0;
        this.sending = null;
        if (outcome.status === 200) this.listeners.kept(outcome.answer);
        else this.listeners.refused(outcome.answer);
      }
    }

    /* The page goes away: the newest state once more, without waiting for an answer. */
    lastWord() {
      const last = this.waiting
        ? { launch: this.opened.launch, seq: this.seq + 1, state: this.waiting }
        : this.sending;
      if (last && JSON.stringify(last).length < LARGEST_LAST_WORD) post(this.path, last, true).catch(() => {});
    }
  }

  function setUp(section) {
    const facts = JSON.parse(section.querySelector("script[type='application/json']").textContent);
    const find = (name) => section.querySelector(`[data-package-${name}]`);
    const stage = find("stage");
    const rows = Array.from(section.querySelectorAll("[data-package-part]"));
    let current = null;

    const say = (text) => (find("status").textContent = text);

    function show(number, standing) {
      const row = rows[number];
      row.querySelector("[data-package-standing]").textContent = [
        standing.completion_label,
        standing.success === "unknown" ? "" : standing.success_label,
        standing.score ? facts.texts.score.replace("{score}", standing.score) : "",
      ]
        .filter(Boolean)
        .join(facts.texts.between);
    }

    async function open(number) {
      await close();
      stage.hidden = false;
      find("title").textContent = facts.parts[number].title;
      find("previous").disabled = number === 0;
      find("next").disabled = number === facts.parts.length - 1;
      say(facts.texts.opening);
      const body = { lesson: facts.lesson, part: facts.parts[number].identifier, nonce: randomId() };
      const outcome = await post(facts.runs_url, body).catch(() => null);
      if (!outcome || outcome.status !== 201) return say(outcome ? outcome.answer.detail : facts.texts.offline);
      current = { number, given: outcome.answer, frame: frameFor(outcome.answer, number) };
      current.reports = new Reports(outcome.answer, {
        path: facts.runs_url,
        kept: (answer) => (show(number, answer), say(facts.texts.kept)),
        failing: () => say(facts.texts.failing),
        refused: (answer) => say(answer.detail),
      });
      find("frame").replaceChildren(current.frame);
      stage.scrollIntoView();
    }

    function frameFor(given, number) {
      const frame = document.createElement("iframe");
      frame.setAttribute("sandbox", "allow-scripts allow-forms allow-same-origin");
      frame.setAttribute("allow", "autoplay; fullscreen");
      frame.referrerPolicy = "no-referrer";
      frame.title = facts.parts[number].title;
      frame.src = given.address;
      return frame;
    }

    function send(kind, more) {
      if (current && current.frame.contentWindow)
        current.frame.contentWindow.postMessage(Object.assign({ kind }, more), facts.origin);
    }

    /* Resolves when the part has ended and what it said at last is on its way. */
    async function close() {
      if (!current) return;
      const ended = new Promise((done) => {
        current.ended = done;
        setTimeout(done, 3000);
      });
      send("end");
      await ended;
      current.frame.remove();
      current = null;
      stage.hidden = true;
      leaveFull();
    }

    const heard = {
      ready: () => (send("start", { given: current.given }), say("")),
      commit: (said) => {
        if (typeof said.state !== "string" || said.state.length > LARGEST_STATE) return say(facts.texts.too_large);
        current.reports.add(JSON.parse(said.state));
      },
      ended: () => current.ended && current.ended(),
      go: (said) => {
        const wanted = current.number + (said.step === 1 ? 1 : -1);
        if (facts.parts[wanted]) open(wanted);
      },
    };
    window.addEventListener("message", (event) => {
      if (!current || event.origin !== facts.origin || event.source !== current.frame.contentWindow) return;
      const kind = event.data && event.data.kind;
      if (Object.prototype.hasOwnProperty.call(heard, kind)) heard[kind](event.data);
    });

    const isFull = () => stage.classList.contains("is-full") || document.fullscreenElement === stage;
    function leaveFull() {
      stage.classList.remove("is-full");
      if (document.fullscreenElement) document.exitFullscreen();
      find("full").textContent = facts.texts.full;
    }
    function goFull() {
      const asked = stage.requestFullscreen && stage.requestFullscreen();
      // A phone's browser that gives full screen to videos only: the whole window then.
      if (asked) asked.catch(() => stage.classList.add("is-full"));
      else stage.classList.add("is-full");
      find("full").textContent = facts.texts.not_full;
    }

    rows.forEach((row, number) => row.querySelector("button").addEventListener("click", () => open(number)));
    find("previous").addEventListener("click", () => open(current.number - 1));
    find("next").addEventListener("click", () => open(current.number + 1));
    find("close").addEventListener("click", () => close());
    find("full").addEventListener("click", () => (isFull() ? leaveFull() : goFull()));
    document.addEventListener("fullscreenchange", () => document.fullscreenElement || leaveFull());
    document.addEventListener("keydown", (event) => event.key === "Escape" && isFull() && leaveFull());
    document.addEventListener("visibilitychange", () => document.hidden && send("save"));
    window.addEventListener("pagehide", () => current && current.reports.lastWord());
  }

  document.querySelectorAll("[data-package]").forEach(setUp);
})();
