/* One's own notes: kept while typing, without leaving the page; all works by the forms alone. Then the keys of the
   player, jumps to a place, and the transcript that is fetched when it is opened. ES2018, no modules. */
(function () {
  "use strict";
  const section = document.querySelector("[data-notes]");
  const form = document.getElementById("note-form");
  const media = document.getElementById("recording");
  const Study = window.Study;
  const texts = Study.texts;
  const QUIET_MS = 1500;
  if (!section || !form || !window.fetch) return;
  const list = section.querySelector("[data-notes-list]");
  const text = form.elements.namedItem("text");
  const position = form.elements.namedItem("position");
  const place = form.querySelector('[data-note="place"]');

  const say = (one, words) => (one.querySelector('[data-note="saved"]').textContent = words);

  function send(one) {
    return fetch(one.action, {
      method: "POST",
      credentials: "same-origin",
      headers: { Accept: "application/json" },
      body: new URLSearchParams(new FormData(one)),
    }).then((response) => response.json().then((body) => ({ isDone: response.ok, body })));
  }

  /* One request at a time for a form, the newest text last; resolves with the answer, or nothing. */
  function keep(one) {
    clearTimeout(one.timer);
    if (!one.elements.namedItem("text").value.trim()) return Promise.resolve(null);
    one.sending = (one.sending || Promise.resolve())
      .then(() => send(one))
      .then((answer) => {
        say(one, answer.isDone ? answer.body.saved : answer.body.detail || texts.note_not_kept);
        return answer.isDone ? answer.body : null;
      })
      .catch(() => {
        say(one, texts.note_not_kept);
        return null;
      });
    return one.sending;
  }

  function show(answer) {
    const known = document.getElementById(`note-${answer.id}`);
    if (known) known.outerHTML = answer.html;
    else list.insertAdjacentHTML("beforeend", answer.html);
  }

  /* The place is where the recording stood when the first word was written. */
  function begin() {
    if (!media || position.value || text.value) return;
    const at = Math.floor(media.currentTime * 1000);
    if (place) place.textContent = at ? Study.place(at) : "";
    position.dataset.at = at || "";
  }

  section.addEventListener("focusin", (event) => event.target === text && begin());
  section.addEventListener("input", (event) => {
    const one = event.target.form;
    if (!one || event.target.name !== "text") return;
    if (one === form && !position.value) position.value = position.dataset.at || "";
    clearTimeout(one.timer);
    one.timer = setTimeout(() => keep(one), QUIET_MS);
  });

  section.addEventListener("submit", (event) => {
    const one = event.target;
    event.preventDefault();
    if (one.dataset.note === "remove") {
      send(one).then(
        (answer) => answer.isDone && leaveTo(one.closest(".note")),
        () => one.submit()
      );
      return;
    }
    keep(one).then((answer) => {
      if (!answer) return;
      show(answer);
      if (one !== form) return;
      form.elements.namedItem("nonce").value = answer.nonce;
      [text.value, position.value, position.dataset.at] = ["", "", ""];
      if (place) place.textContent = "";
    });
  });

  function leaveTo(note) {
    note.remove();
    say(form, texts.note_deleted);
    text.focus();
  }

  // What was typed a moment before the page goes away is kept as well.
  window.addEventListener("pagehide", () => text.value.trim() && form.timer && keep(form));
})();

(function () {
  "use strict";
  const media = document.getElementById("recording");
  const list = document.querySelector("[data-keys]");
  const note = document.getElementById("note-text");
  const STEP_S = 10;
  if (!media) return;

  function skip(seconds) {
    media.currentTime = Math.min(Math.max(0, media.currentTime + seconds), media.duration || 0);
  }

  const play = () => Promise.resolve(media.paused ? media.play() : media.pause()).catch(() => undefined);

  function captions() {
    const track = media.textTracks[0];
    if (track) track.mode = track.mode === "showing" ? "hidden" : "showing";
  }

  function speed(step) {
    const chips = Array.from(document.querySelectorAll("[data-speed]"));
    const at = chips.findIndex((chip) => chip.getAttribute("aria-pressed") === "true");
    const wanted = chips[at + step];
    if (wanted) wanted.click();
  }

  function write() {
    if (!note) return;
    note.scrollIntoView({ block: "center" });
    note.focus();
  }

  const actions = {
    " ": play,
    k: play,
    j: () => skip(-STEP_S),
    l: () => skip(STEP_S),
    ArrowLeft: () => skip(-STEP_S),
    ArrowRight: () => skip(STEP_S),
    m: () => (media.muted = !media.muted),
    c: captions,
    "<": () => speed(-1),
    ">": () => speed(1),
    n: write,
  };

  const TYPING = "input, textarea, select, [contenteditable], dialog, iframe";
  const OWN_KEYS = "a, button, summary, audio, video, label, [role='button']"; // they do something with space and arrows

  function isMeant(event) {
    if (event.defaultPrevented || event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return false;
    if (document.querySelector("dialog[open]") || event.target.closest(TYPING)) return false;
    return event.key.length === 1 && event.key !== " " ? true : !event.target.closest(OWN_KEYS);
  }

  const isOff = () => {
    try {
      return localStorage.getItem("study-keys") === "off";
    } catch (error) {
      return false;
    }
  };

  document.addEventListener("keydown", (event) => {
    const act = actions[event.key.length === 1 ? event.key.toLowerCase() : event.key];
    if (!act || isOff() || !isMeant(event)) return;
    event.preventDefault();
    act();
  });

  /* Single letters can be switched off: speech input and screen readers may produce them (WCAG 2.1.4). */
  if (list) {
    const box = list.querySelector("input");
    list.hidden = false;
    box.checked = !isOff();
    box.addEventListener("change", () => {
      try {
        localStorage.setItem("study-keys", box.checked ? "on" : "off");
      } catch (error) {
        box.checked = true; // storage is switched off
      }
    });
  }

  document.querySelectorAll("[data-skip]").forEach((one) => (one.onclick = () => skip(Number(one.dataset.skip))));

  document.addEventListener("click", (event) => {
    const link = event.target.closest("[data-jump]");
    if (!link) return;
    event.preventDefault();
    media.currentTime = Number(link.dataset.jump) / 1000;
    media.scrollIntoView({ block: "nearest" });
    media.focus();
  });

  document.querySelectorAll("details[data-transcript]").forEach((part) =>
    part.addEventListener("toggle", () => {
      const link = part.querySelector("p > a.link");
      if (!part.open || !link || !window.fetch || !window.DOMParser) return;
      fetch(link.href, { credentials: "same-origin" })
        .then((response) => response.text())
        .then((page) => {
          const found = new DOMParser().parseFromString(page, "text/html").getElementById("transcript");
          if (found) link.parentNode.replaceWith(found);
        })
        .catch(() => undefined); // the link stays
    })
  );
})();
