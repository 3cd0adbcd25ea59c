/* The presence check: a modal question that works by keyboard and screen reader. The parts are in the page. */
(function () {
  "use strict";
  const Study = (window.Study = window.Study || {});
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
