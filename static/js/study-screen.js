/* What the lesson page shows of a study session: figures, tasks, notices, and the presence check. Parts are found by
   their data-study name. Written for old WebViews: ES2018, no modules. */
(function () {
  "use strict";
  const Study = (window.Study = window.Study || {});

  Study.place = (ms) => `${Math.floor(ms / 60000)}:${`0${Math.floor(ms / 1000) % 60}`.slice(-2)}`;

  Study.Screen = function (facts, texts) {
    const page = document.getElementById("lesson");
    const part = (name) => page.querySelector(`[data-study="${name}"]`);
    const place = Study.place;
    const minutes = (seconds) =>
      texts.minutes.replace("{m}", Math.floor(seconds / 60)).replace("{s}", `0${seconds % 60}`.slice(-2));

    function fill(name, words) {
      const shown = part(name);
      if (shown && shown.textContent !== words) shown.textContent = words;
    }

    /* coverage: studied spans; doing: "playing", "reading", "stopped" or "nothing"; isBegun: a session was opened. */
    function progress(coverage, doing, isBegun) {
      const share = facts.coverage_percent;
      const played = Study.spans.covered(coverage, 0, facts.media_ms);
      const read = Study.spans.covered(coverage, facts.media_ms, facts.duration_ms);
      const done = played + Math.min(read, facts.reading_ms);
      const percent = Math.floor((done * 100) / Math.max(1, facts.media_ms + facts.reading_ms));
      const isDone = played * 100 >= facts.media_ms * share && read * 100 >= facts.reading_ms * share;
      fill("percent", String(percent));
      fill("reading", place(Math.min(read, facts.reading_ms)));
      fill("doing", texts[`doing_${doing}`]);
      page.dataset.doing = doing;
      task("content", isDone || facts.finished ? "done" : isBegun || percent ? "going" : "todo");
    }

    function figures(body) {
      const lost = body.not_counted.reduce((sum, one) => sum + one.seconds, 0);
      fill("confirmed", minutes(body.posted_seconds));
      fill("pending", minutes(Math.max(0, body.counted_seconds + body.pending_seconds - body.posted_seconds)));
      fill("not-counted", minutes(lost));
      if (body.position_ms <= facts.media_ms) fill("recorded", place(body.position_ms));
      part("reasons").hidden = !lost;
      part("reason-list").textContent = "";
      body.not_counted.forEach((one) => {
        const item = document.createElement("li");
        item.textContent = (texts.reasons[one.reason] || one.reason).replace("{time}", minutes(one.seconds));
        part("reason-list").appendChild(item);
      });
      task("checks", body.finished ? "done" : "going");
    }

    function task(name, state) {
      const row = part(`task-${name}`);
      if (!row || row.dataset.state === state) return;
      row.dataset.state = state;
      row.querySelectorAll("[data-when]").forEach((one) => (one.hidden = one.dataset.when !== state));
    }

    function finished(seconds) {
      const panel = document.getElementById("finished");
      fill("finished", texts.finished.replace("{m}", Math.floor(seconds / 60)));
      panel.hidden = false;
      panel.focus();
      fetch(facts.hours_api, { credentials: "same-origin" })
        .then((response) => response.json())
        .then((hours) => (part("entry").href = `${facts.hours_url}#L-${hours.entries.results[0].id}`))
        .catch(() => undefined);
    }

    /* Which part of the lesson was not counted, why, and what to do. */
    function lost(item, outcome) {
      const places = item.ranges.map((span) =>
        span[0] < facts.media_ms ? `${place(span[0])}–${place(span[1])}` : texts.reading_part
      );
      const where = places.filter((words, index) => places.indexOf(words) === index).join(" ");
      const why = outcome.status === 425 ? texts.too_early : outcome.body.detail || "";
      const words = item.lesson === facts.lesson ? texts.lost : texts.lost_elsewhere;
      notice(`lost-${item.id}`, words.replace("{where}", where).replace("{why}", why));
    }

    /* A notice stays until it is replaced by its name or cleared. action, act: a button and what it does. */
    function notice(name, words, action, act, kind) {
      const made = document.getElementById(`study-notice-${kind || "warn"}`).content.cloneNode(true).firstElementChild;
      made.dataset.notice = name;
      made.querySelector("div").textContent = words;
      if (action) {
        const button = document.createElement("button");
        Object.assign(button, { type: "button", className: "btn alt", textContent: action, onclick: act });
        made.querySelector("div").appendChild(button);
      }
      const known = part("notices").querySelector(`[data-notice="${name}"]`);
      if (!known) part("notices").appendChild(made);
      else if (known.textContent !== made.textContent) known.replaceWith(made);
    }

    function clear(name) {
      const known = part("notices").querySelector(`[data-notice="${name}"]`);
      if (known) known.remove();
    }

    return { page, part, progress, figures, finished, lost, notice, clear };
  };

  /* The presence check: a modal question that works by keyboard and screen reader. The parts are in the page. */

  const STEPS = [60, 30, 10];
  const SLACK_MS = 1500;

  /* check: the API's; leftMs: time to answer; send(answer) -> {status, body}, rejecting without network.
     Resolves with {passed, body} when the dialog is closed. */
  Study.askPresence = function (check, leftMs, texts, send) {
    const dialog = document.getElementById("presence");
    const part = (name) => dialog.querySelector(`[data-presence="${name}"]`);
    const until = performance.now() + leftMs;
    const title = document.title;
    const before = document.activeElement;
    const labels = check.kind === "lesson" ? check.options : [texts.presence_here];

    return new Promise((resolve) => {
      let told = 0;
      let settled = null;
      const timer = setInterval(tell, 1000);

      part("question").textContent = check.kind === "lesson" ? texts.presence_which : texts.presence_confirm;
      part("result").textContent = "";
      part("go-on").hidden = true;
      const buttons = labels.map((label, index) => {
        const button = document.createElement("button");
        button.type = "button";
        button.className = "btn alt";
        button.textContent = label;
        button.addEventListener("click", () => answer(index));
        return button;
      });
      part("options").textContent = "";
      buttons.forEach((button) => part("options").appendChild(button));
      part("options").hidden = false;
      dialog.addEventListener("cancel", keepOpen);
      part("go-on").addEventListener("click", close, { once: true });
      document.title = `${texts.presence_title} · ${title}`;
      if (dialog.showModal) dialog.showModal();
      else dialog.setAttribute("open", ""); // WebViews from before 2022
      buttons[0].focus();
      tell();

      /* In coarse steps only: a running clock is pressure, and noise to a screen reader. */
      function tell() {
        const left = Math.ceil((until - performance.now()) / 1000);
        const step = STEPS.filter((seconds) => left <= seconds).pop() || Math.max(left, STEPS[0] + 1);
        if (left * 1000 <= -SLACK_MS) return settle({ passed: false, body: null }, texts.presence_late);
        if (step === told || (told > STEPS[0] && step > STEPS[0])) return undefined;
        told = step;
        part("time").textContent = texts.presence_time.replace("{s}", step);
        return undefined;
      }

      async function answer(index) {
        buttons.forEach((button) => (button.disabled = true));
        const outcome = await send(index).catch(() => null);
        if (settled) return;
        if (!outcome || outcome.status === 429 || outcome.status >= 500) {
          part("result").textContent = texts.presence_offline;
          buttons.forEach((button) => (button.disabled = false));
          buttons[index].focus();
          return;
        }
        const passed = outcome.status === 200 && outcome.body.passed;
        settle({ passed, body: outcome.status === 200 ? outcome.body : null }, passed ? "" : texts.presence_wrong);
      }

      /* Passed: go straight on. Otherwise say what it means, and wait until that is read. */
      function settle(result, words) {
        clearInterval(timer);
        settled = result;
        if (result.passed) return close();
        part("options").hidden = true;
        part("time").textContent = "";
        part("result").textContent = words;
        part("go-on").hidden = false;
        part("go-on").focus();
        return undefined;
      }

      function close() {
        document.title = title;
        dialog.removeEventListener("cancel", keepOpen);
        if (dialog.close) dialog.close();
        else dialog.removeAttribute("open");
        if (before && before.focus) before.focus({ preventScroll: true });
        resolve(settled);
      }

      function keepOpen(event) {
        event.preventDefault();
      }
    });
  };
})();
