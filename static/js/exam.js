/* Saving an exam as one goes, and the time that is left (docs/adr/0020). Without this file the forms do it all.
   Written for old WebViews: ES2019, no modules. What is not saved yet waits in local storage, one entry a question. */
(function () {
  "use strict";
  const SOON_MS = 800;
  const PATIENCE_MS = [2000, 5000, 10000, 30000];
  const GRACE_SECONDS = 6;
  const part = (name) => document.querySelector('[data-exam="' + name + '"]');

  const done = document.querySelector("[data-exam-done]");
  const holder = document.querySelector("[data-attempt]");
  const name = (attempt, position) => "exam:" + attempt + ":" + position;

  const store = {
    put(key, value) {
      try {
        localStorage.setItem(key, JSON.stringify(value));
      } catch (error) {
        /* A private window or a full store: saving goes on, it only does not outlive a lost network. */
      }
    },
    take(key) {
      try {
        return JSON.parse(localStorage.getItem(key));
      } catch (error) {
        return null;
      }
    },
    drop(key) {
      try {
        localStorage.removeItem(key);
      } catch (error) {
        /* as above */
      }
    },
    keys(attempt) {
      try {
        return Object.keys(localStorage).filter((key) => key.indexOf(name(attempt, "")) === 0);
      } catch (error) {
        return [];
      }
    },
  };

  if (done) store.keys(done.dataset.examDone).forEach(store.drop);
  if (!holder) return;

  const { attempt, position, save, end } = holder.dataset;
  const csrf = holder.querySelector('[name="csrfmiddlewaretoken"]').value;
  const epoch = holder.dataset.epoch || holder.querySelector('[name="epoch"]').value;
  let secondsLeft = Number(document.getElementById("exam-time").dataset.seconds);
  let countedFrom = Date.now();

  /* Gives {status, facts}; status 0: no answer that counts as one. */
  function send(place, body, seq) {
    const fields = new URLSearchParams(body);
    fields.set("csrfmiddlewaretoken", csrf);
    fields.set("epoch", epoch);
    fields.set("seq", seq);
    const address = save.replace("/" + position + "/save/", "/" + place + "/save/");
    return fetch(address, { method: "POST", body: fields, credentials: "same-origin", keepalive: true })
      .then((answer) => answer.json().then((facts) => ({ status: answer.status, facts })))
      .catch(() => ({ status: 0, facts: {} }))
      .then((answer) => {
        if (answer.facts.seconds_left !== undefined) {
          secondsLeft = answer.facts.seconds_left;
          countedFrom = Date.now();
        }
        return answer;
      });
  }

  /* What an earlier page could not save. Answers whether the question of this page was among it. */
  function drain() {
    return store.keys(attempt).reduce(
      (before, key) =>
        before.then((changed) => {
          const kept = store.take(key);
          if (!kept) return changed;
          return send(kept.position, kept.body, kept.seq).then((answer) => {
            const settled = answer.status === 200 || answer.facts.code === "stale_answer" || answer.status === 404;
            if (settled) store.drop(key);
            const here = String(kept.position) === position && answer.status === 200;
            return changed || (here && answer.facts.seq !== Number(holder.dataset.seq));
          });
        }),
      Promise.resolve(false)
    );
  }

  function tick() {
    const left = secondsLeft - Math.floor((Date.now() - countedFrom) / 1000);
    const spoken = part("spoken");
    const words = left > 60 ? spoken.dataset.minute : spoken.dataset.second;
    part("left").textContent = words.replace("{number}", left > 60 ? Math.ceil(left / 60) : Math.max(0, left));
    if (left <= 60) say(spoken, spoken.dataset.one);
    else if (left <= 300 && left > 240) say(spoken, spoken.dataset.five);
    if (left <= 0 && part("saved")) tell("over");
    if (left <= -GRACE_SECONDS) window.location.assign(end);
    else window.setTimeout(tick, 1000);
  }

  function say(element, words) {
    if (element.textContent !== words) element.textContent = words;
  }

  function tell(which, at) {
    const line = part("saved");
    line.classList.toggle("bad", which !== "saved" && which !== "saving");
    say(line, line.dataset[which].replace("{at}", at || ""));
  }

  function watch(form) {
    const key = name(attempt, position);
    let seq = Number(form.dataset.seq);
    let timer = 0;
    let tries = 0;
    let stopped = false;
    let leaving = false;

    const body = () => new URLSearchParams(new FormData(form)).toString();

    function later(delay) {
      window.clearTimeout(timer);
      timer = window.setTimeout(flush, delay);
    }

    function flush() {
      window.clearTimeout(timer);
      const kept = store.take(key) || { body: body(), seq: seq + 1 };
      tell("saving");
      send(position, kept.body, kept.seq).then((answer) => {
        if (answer.status === 200) {
          seq = Math.max(seq, answer.facts.seq);
          tries = 0;
          /* While the page goes, the next one may be made already from what was saved before: its drain settles it. */
          if (body() !== kept.body) keep();
          else if (!leaving && !document.hidden) store.drop(key);
          tell("saved", answer.facts.saved);
        } else if (answer.facts.code === "stale_answer") {
          seq = answer.facts.seq;
          keep();
          later(0);
        } else if (answer.facts.code === "exam_taken_over") {
          stopped = true;
          tell("elsewhere");
        } else if (answer.facts.code === "attempt_closed") {
          stopped = true;
          window.location.assign(end);
        } else {
          tell("offline");
          later(PATIENCE_MS[Math.min(tries, PATIENCE_MS.length - 1)]);
          tries += 1;
        }
      });
    }

    function keep() {
      store.put(key, { position, body: body(), seq: seq + 1 });
    }

    form.addEventListener("input", () => {
      if (stopped) return;
      keep();
      later(SOON_MS);
    });
    window.addEventListener("online", () => later(0));
    window.addEventListener("beforeunload", () => {
      leaving = true;
    });
    window.addEventListener("pageshow", () => {
      leaving = false;
    });
    document.addEventListener("visibilitychange", () => {
      if (store.take(key) && !stopped) flush();
    });
  }

  tick();
  drain().then((changed) => {
    if (changed) window.location.reload();
    else if (holder.id === "exam-form") watch(holder);
  });
  if (holder.id === "exam-hand-in") {
    holder.addEventListener("submit", (event) => {
      if (!store.keys(attempt).length || holder.dataset.drained) return;
      event.preventDefault();
      holder.dataset.drained = "1";
      drain().then(() => holder.submit());
    });
  }
})();
