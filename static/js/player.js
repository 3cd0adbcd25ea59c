/* The lesson page: measures what is really played and read, and reports it (hours.md, section 1). The server alone
   counts; everything here is for an honest learner's convenience. Places are milliseconds of the edition's timeline:
   the recording is [0, media_ms), the reading part [media_ms, duration_ms). */
(function () {
  "use strict";
  const Study = window.Study;
  const facts = JSON.parse(document.getElementById("player-data").textContent);
  const texts = Study.texts;
  const screen = Study.Screen(facts, texts);
  const media = document.getElementById("recording");
  const TICK_MS = 500;
  const ACTIVE_MS = 60000;
  const RESUME_MS = 10000;
  const PATIENCE_MS = 20000;
  const MOST_RANGES = 64;

  let session = null; // {id, token, seq, beatMs}
  let opening = null;
  let nonce = "";
  let openAfter = 0;
  let stopped = ""; // why nothing is recorded: "check", "superseded", "renewed", "refused"
  let coverage = facts.coverage;
  let fresh = []; // studied since the last beat
  let doing = "nothing";
  let tickedAt = performance.now();
  let beatAt = 0;
  let activeAt = -ACTIVE_MS;
  let mediaAt = null;
  let textInView = !window.IntersectionObserver;
  const asked = new Set();

  /* Talking to the server */

  function post(path, body, keepalive) {
    const abort = window.AbortController && !keepalive ? new AbortController() : null;
    const timer = abort && setTimeout(() => abort.abort(), PATIENCE_MS);
    const cookie = document.cookie.match(/(?:^|; )(?:__Host-)?csrf=([^;]+)/);
    return fetch(path, {
      method: "POST",
      credentials: "same-origin",
      keepalive: Boolean(keepalive),
      signal: abort ? abort.signal : undefined,
      headers: { "Content-Type": "application/json", "X-CSRFToken": cookie ? cookie[1] : "" },
      body: JSON.stringify(body),
    })
      .then(async (response) => ({
        status: response.status,
        body: await response.json().catch(() => ({})),
        now: Date.parse(response.headers.get("Date")) || Date.now(),
      }))
      .finally(() => clearTimeout(timer));
  }

  function sendBeat(item, keepalive) {
    const body = { token: item.token, seq: item.seq, ranges: item.ranges, mode: item.mode };
    return post(`${facts.sessions_url}${item.session}/beats/`, body, keepalive);
  }

  const queue = new Study.Queue({
    learner: facts.learner,
    send: (item) => sendBeat(item, false),
    answered(item, outcome) {
      if (outcome.body.check) ask(outcome.body.check, item, outcome.now);
      if (item.lesson === facts.lesson) figures(outcome.body);
      if (!session || item.session !== session.id || !outcome.body.ended) return;
      session = null; // too long or closed: the next tick opens a new one
      if (outcome.body.ended === "superseded") stop("superseded", texts.superseded, texts.go_on_here, goOnHere);
    },
    refused(item, outcome) {
      if (item.lesson === facts.lesson) coverage = Study.spans.without(coverage, item.ranges);
      if (item.ranges.length) screen.lost(item, outcome);
      if (session && item.session === session.id && [403, 404, 410].includes(outcome.status)) session = null;
    },
    state(now) {
      if (now.signedOut) screen.notice("signed-out", texts.signed_out, texts.sign_in, reload);
      else screen.clear("signed-out");
      if (now.failing) screen.notice("offline", texts.offline);
      else screen.clear("offline");
      screen.page.dataset.waiting = now.waiting;
    },
  });

  /* Opened only when study begins, because it ends the live session on any other page. */
  function open() {
    opening = opening || attempt().then(() => (opening = null));
    return opening;
  }

  async function attempt() {
    await queue.drain(); // first: once a new session is open, what waits from an older one counts no longer
    [fresh, mediaAt] = [[], null]; // no server knew of this time
    nonce = nonce || randomId();
    const wanted = { lesson: facts.lesson, device: device(), nonce };
    const outcome = await post(facts.sessions_url, wanted).catch(() => null);
    if (!outcome || outcome.status === 429 || outcome.status >= 500) {
      openAfter = performance.now() + 5000;
      return screen.notice("unopened", texts.unopened);
    }
    screen.clear("unopened");
    if (outcome.status === 401 || outcome.status === 403) return stop("refused", texts.signed_out, texts.sign_in, reload);
    if (outcome.status !== 201) return stop("refused", outcome.body.detail || texts.unopened);
    if (outcome.body.edition !== facts.edition) return stop("renewed", texts.renewed, texts.reload, reload);
    return opened(outcome);
  }

  function opened(outcome) {
    const body = outcome.body;
    nonce = "";
    session = { id: body.session, token: body.token, seq: 0, beatMs: body.beat_seconds * 1000 };
    coverage = Study.spans.merge(body.coverage.concat(fresh));
    facts.speed_percent = body.speed_limit_percent;
    beatAt = performance.now();
    document.querySelectorAll("[data-quiz]").forEach((part) => (part.hidden = part.dataset.quiz === "closed"));
    offerPlace(body.resume_ms);
    if (body.check) ask(body.check, { lesson: facts.lesson, session: body.session, token: body.token }, outcome.now);
  }

  function device() {
    try {
      const known = localStorage.getItem("study-device") || randomId();
      localStorage.setItem("study-device", known);
      return known;
    } catch (error) {
      return (facts.device = facts.device || randomId()); // storage is switched off
    }
  }

  function randomId() {
    return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => `0${byte.toString(16)}`.slice(-2)).join("");
  }

  const reload = () => location.reload();

  /* Places: the server knows where study stopped; this device remembers what it last heard of it. */

  const isInside = (ms) => ms > 0 && ms < facts.media_ms - 3000;
  const placeHere = (ms) => {
    try {
      const known = localStorage.getItem(`study-at-${facts.lesson}`);
      if (ms !== undefined) localStorage.setItem(`study-at-${facts.lesson}`, String(ms));
      return known === null ? null : Number(known);
    } catch (error) {
      return null; // storage is switched off
    }
  };

  function goOnAt(ms) {
    const here = placeHere();
    const words = here === null || Math.abs(here - ms) > RESUME_MS ? texts.going_on_elsewhere : texts.going_on;
    media.currentTime = ms / 1000;
    screen.notice("place", words.replace("{place}", Study.place(ms)), texts.from_the_start, () => goTo(0), "ok");
  }

  function goTo(ms) {
    media.currentTime = ms / 1000;
    screen.clear("place");
  }

  /* The page was open while another device went on: ask, because the recording stands somewhere here. */
  function offerPlace(ms) {
    if (!media || !isInside(ms) || Math.abs(ms - media.currentTime * 1000) < RESUME_MS || placeHere() === ms) return;
    const at = Study.place(ms);
    screen.notice("place", texts.seen_elsewhere.replace("{place}", at), texts.go_on_at.replace("{place}", at), () => goTo(ms));
  }

  /* Measuring */

  const isComplete = () => facts.finished && facts.posted_seconds >= facts.credited_seconds;
  const isPlaying = () => Boolean(media) && !media.paused && !media.ended && !media.seeking && media.readyState > 2;
  const readingLeft = () => Study.spans.gaps(coverage, facts.media_ms, facts.duration_ms);
  const isReading = (now) => textInView && now - activeAt < ACTIVE_MS && readingLeft().length > 0;

  function activity(now) {
    if (stopped) return "stopped";
    if (document.hidden || isComplete()) return "nothing";
    if (isPlaying()) return "playing";
    return isReading(now) ? "reading" : "nothing";
  }

  const isStudy = (what) => what === "playing" || what === "reading";

  function tick() {
    const now = performance.now();
    const elapsed = now - tickedAt;
    const before = doing;
    tickedAt = now;
    doing = activity(now);
    if (isStudy(doing)) study(now, elapsed, before);
    else if (isStudy(before)) beat();
    screen.progress(coverage, doing, session !== null);
  }

  function study(now, elapsed, before) {
    if (!session && !opening && now >= openAfter) open();
    if (!session && !opening) return;
    if (session && !isStudy(before) && now - beatAt > RESUME_MS) beat(true); // the server's window starts now
    if (doing === "playing") played(elapsed);
    else read(Math.min(elapsed, 4 * TICK_MS));
    if (session && now - beatAt >= session.beatMs) beat();
  }

  /* Only what really ran by: a jump is not longer than the time that has passed allows. */
  function played(elapsed) {
    const at = Math.floor(media.currentTime * 1000);
    const most = elapsed * media.playbackRate * 1.25 + TICK_MS;
    if (mediaAt !== null && at > mediaAt && at - mediaAt <= most) record(mediaAt, Math.min(at, facts.media_ms));
    mediaAt = at;
  }

  function read(elapsed) {
    let left = Math.round(elapsed);
    readingLeft().forEach((gap) => {
      const end = Math.min(gap[1], gap[0] + left);
      record(gap[0], end);
      left -= end - gap[0];
    });
  }

  function record(from, to) {
    if (from >= to) return;
    fresh = Study.spans.merge(fresh.concat([[from, to]]));
    coverage = Study.spans.merge(coverage.concat([[from, to]]));
  }

  /* Written to the queue first, and frozen: a retry must be the same to the byte. */
  function beat(isEmpty, keepalive) {
    if (!session || (!fresh.length && !isEmpty)) return Promise.resolve();
    const mode = queue.failing || navigator.onLine === false ? "offline" : "live";
    const ranges = fresh.slice(0, MOST_RANGES);
    const item = { lesson: facts.lesson, session: session.id, token: session.token, seq: session.seq, ranges, mode };
    session.seq += 1;
    fresh = fresh.slice(MOST_RANGES);
    beatAt = performance.now();
    const stored = queue.add(item);
    if (keepalive) sendBeat(item, true).catch(() => undefined); // an extra: the queue sends it as well
    return stored;
  }

  /* Answers, presence checks, going on after an interruption */

  function figures(body) {
    screen.figures(body);
    if (session) placeHere(body.position_ms);
    facts.posted_seconds = body.posted_seconds;
    if (!body.finished || facts.finished) return;
    facts.finished = true;
    screen.finished(body.posted_seconds);
  }

  async function ask(check, item, now) {
    if (asked.has(check.id)) return;
    asked.add(check.id);
    const wasPlaying = isPlaying();
    stopped = "check";
    if (wasPlaying) media.pause();
    const leftMs = Date.parse(check.answer_by) - now;
    const path = `${facts.sessions_url}${item.session}/checks/${check.id}/`;
    const send = (answer) => post(path, { token: item.token, answer });
    const result = leftMs > 0 ? await Study.askPresence(check, leftMs, texts, send) : { passed: false };
    stopped = "";
    activeAt = performance.now();
    if (result.passed) screen.notice("check", texts.check_passed, "", null, "ok");
    else {
      screen.notice("check", texts.check_missed);
      session = null; // opening anew brings the coverage that is left
      await open();
    }
    if (result.body && item.lesson === facts.lesson) figures(result.body);
    if (wasPlaying && !facts.finished) resume();
  }

  function goOnHere() {
    stopped = "";
    screen.clear("superseded");
    activeAt = performance.now();
    if (media) resume();
    tick();
  }

  const resume = () => Promise.resolve(media.play()).catch(() => undefined);

  function stop(why, words, action, act) {
    stopped = why;
    session = null;
    if (media) media.pause();
    screen.notice(why, words, action, act);
  }

  function leave() {
    if (doing === "playing") played(performance.now() - tickedAt);
    if (media && session) placeHere(Math.floor(media.currentTime * 1000));
    if (media) media.pause();
    beat(false, true);
  }

  /* Wiring */

  function wireMedia() {
    const speeds = Array.from(document.querySelectorAll("[data-speed]"));
    const capSpeed = () => {
      if (media.playbackRate * 100 > facts.speed_percent) {
        media.playbackRate = facts.speed_percent / 100;
        screen.notice("speed", texts.speed);
      }
      const percent = media.playbackRate * 100;
      speeds.forEach((button) => button.setAttribute("aria-pressed", String(Number(button.dataset.speed) === percent)));
    };
    const goToPlace = () => {
      const asked = /[?&]at=(\d{1,9})(?:&|$)/.exec(location.search);
      if (asked) return (media.currentTime = Number(asked[1]) / 1000);
      if (!facts.finished && isInside(facts.position_ms)) goOnAt(facts.position_ms);
    };
    const lastPart = () => {
      if (session || opening) played(performance.now() - tickedAt);
      mediaAt = null;
      tick();
    };
    if (media.readyState > 0) goToPlace();
    else media.addEventListener("loadedmetadata", goToPlace, { once: true });
    media.addEventListener("play", () => (stopped === "superseded" ? goOnHere() : tick()));
    media.addEventListener("timeupdate", tick);
    media.addEventListener("pause", lastPart);
    media.addEventListener("ended", lastPart);
    media.addEventListener("seeking", () => (mediaAt = null));
    media.addEventListener("ratechange", capSpeed);
    speeds.forEach((button) => (button.onclick = () => (media.playbackRate = Number(button.dataset.speed) / 100)));
    document.querySelector("[data-speeds]").hidden = false;
    capSpeed();
  }

  function wireReading() {
    const touch = () => (activeAt = performance.now());
    ["scroll", "touchstart", "touchmove", "pointerdown", "keydown", "wheel"].forEach((name) =>
      window.addEventListener(name, touch, { passive: true, capture: true })
    );
    if (!window.IntersectionObserver) return;
    const seen = new Set();
    const observer = new IntersectionObserver((entries) => {
      entries.forEach((entry) => (entry.isIntersecting ? seen.add(entry.target) : seen.delete(entry.target)));
      textInView = seen.size > 0;
    });
    document.querySelectorAll("[data-reading]").forEach((text) => observer.observe(text));
  }

  /* A quiz is marked against what has arrived: let the queue arrive first, but never wait for long. */
  function wireQuiz(form) {
    let isSending = false;
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const open = Array.from(form.querySelectorAll("fieldset")).find((one) => !one.querySelector(":checked"));
      screen.part("quiz-open").hidden = !open;
      if (open) open.querySelector("input").focus();
      if (open || isSending) return;
      isSending = true;
      const patience = new Promise((resolve) => setTimeout(resolve, 4000));
      Promise.race([beat().then(() => queue.drain()), patience]).then(() => form.submit());
    });
    window.addEventListener("pageshow", () => (isSending = false));
  }

  const form = document.getElementById("quiz-form");
  if (media) wireMedia();
  if (form) wireQuiz(form);
  wireReading();
  document.addEventListener("visibilitychange", () => (document.hidden ? leave() : tick()));
  window.addEventListener("pagehide", leave);
  setInterval(tick, TICK_MS);
  queue.drain(); // what an earlier page left behind
  // A check that was asked on another lesson's page goes on there: with the session that opens here it is asked here.
  if (facts.check_waits) open();
})();
