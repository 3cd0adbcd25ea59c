/* At the packages' own host: the SCORM interface of scorm-again, and the part of the package in a frame below it.
   What the part reports goes to the site's page by messages, and nowhere else. Written for old WebViews: ES2019. */
(function () {
  "use strict";
  const AUTOCOMMIT_SECONDS = 3;
  const LEAVING_MS = 1500;
  const facts = JSON.parse(document.getElementById("package-facts").textContent);
  const is2004 = document.body.dataset.version !== "1.2";
  const frame = document.getElementById("part");
  const site = window.parent;
  let api = null;

  // A part looks for its interface in its own window, then in each one above. Here is the top for it: one step further
  // is another origin, where a mere look throws.
  window.parent = window;

  function tell(kind, more) {
    site.postMessage(Object.assign({ kind }, more), facts.origin);
  }

  function settingsFor(given) {
    return {
      autocommit: true,
      autocommitSeconds: AUTOCOMMIT_SECONDS,
      alwaysSendTotalTime: true,
      mastery_override: given.mastery !== "",
      logLevel: 5,
      lmsCommitUrl: "message:",
      httpService: {
        processHttpRequest(url, report, isFinal) {
          tell("commit", { state: JSON.stringify({ cmi: report.cmi }), isFinal: Boolean(isFinal) });
          return { result: "true", errorCode: 0 };
        },
        updateSettings() {},
      },
    };
  }

  function open12(given) {
    api = window.API = new window.Scorm12API(settingsFor(given));
    if (given.state.cmi) api.loadFromJSON(given.state, "");
    else api.cmi.core.entry = "ab-initio";
    api.cmi.core.student_id = given.learner_id;
    api.cmi.core.student_name = given.learner_name;
    api.cmi.core.credit = "credit";
    api.cmi.core.lesson_mode = "normal";
    if (given.mastery) api.cmi.student_data.mastery_score = given.mastery;
    if (given.data) api.cmi.launch_data = given.data;
  }

  function open2004(given) {
    api = window.API_1484_11 = new window.Scorm2004API(settingsFor(given));
    if (given.state.cmi) api.loadFromJSON(given.state, "");
    else api.cmi.entry = "ab-initio";
    api.cmi.learner_id = given.learner_id;
    api.cmi.learner_name = given.learner_name;
    api.cmi.credit = "credit";
    api.cmi.mode = "normal";
    if (given.passing) api.cmi.scaled_passing_score = given.passing;
    if (given.threshold) api.cmi.completion_threshold = given.threshold;
    if (given.data) api.cmi.launch_data = given.data;
    api.on("SequenceNext", () => tell("go", { step: 1 }));
    api.on("SequencePrevious", () => tell("go", { step: -1 }));
  }

  function start(given) {
    if (api) return;
    if (is2004) open2004(given);
    else open12(given);
    frame.src = facts.part;
  }

  function isRunning() {
    return api !== null && api.isInitialized();
  }

  /* Let the part say good-bye by itself; what it left open is closed for it. */
  function end() {
    let isOver = false;
    const finish = () => {
      if (isOver) return;
      isOver = true;
      if (isRunning()) (is2004 ? api.Terminate : api.LMSFinish).call(api, "");
      tell("ended");
    };
    frame.addEventListener("load", finish, { once: true });
    setTimeout(finish, LEAVING_MS);
    frame.src = "about:blank";
  }

  window.addEventListener("message", (event) => {
    if (event.source !== site || event.origin !== facts.origin || !event.data) return;
    if (event.data.kind === "start") start(event.data.given);
    if (event.data.kind === "save" && isRunning()) api.commit("");
    if (event.data.kind === "end") end();
  });
  tell("ready");
})();
