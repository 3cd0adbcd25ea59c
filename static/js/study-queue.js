/* Spans of the lesson's timeline, and the queue of beats in IndexedDB (hours.md, section 1, "the browser side").
   Written for old WebViews: ES2019, no modules. */
(function () {
  "use strict";
  const Study = (window.Study = window.Study || {});

  /* Sets of [start, end) in milliseconds, sorted and disjoint. */
  function merge(spans) {
    const merged = [];
    const sorted = spans.filter((span) => span[0] < span[1]).sort((one, other) => one[0] - other[0]);
    for (const span of sorted) {
      const last = merged[merged.length - 1];
      if (last && span[0] <= last[1]) last[1] = Math.max(last[1], span[1]);
      else merged.push([span[0], span[1]]);
    }
    return merged;
  }

  function gaps(spans, from, to) {
    const open = [];
    let start = from;
    for (const span of merge(spans)) {
      if (span[0] > start) open.push([start, Math.min(span[0], to)]);
      start = Math.max(start, span[1]);
    }
    open.push([start, to]);
    return open.filter((gap) => gap[0] < gap[1]);
  }

  Study.spans = {
    merge,
    gaps,
    covered: (spans, from, to) => gaps(spans, from, to).reduce((left, gap) => left - (gap[1] - gap[0]), to - from),
    without: (spans, holes) =>
      merge(spans.reduce((kept, span) => kept.concat(gaps(holes, span[0], span[1])), [])),
  };

  /* Where beats wait: IndexedDB, or memory where the browser refuses it (private windows). */
  function openStore() {
    return new Promise((resolve, reject) => {
      const request = indexedDB.open("study", 1);
      request.onupgradeneeded = () => request.result.createObjectStore("beats", { keyPath: "id", autoIncrement: true });
      request.onsuccess = () => resolve(storeIn(request.result));
      request.onerror = () => reject(request.error);
    });
  }

  function storeIn(database) {
    const run = (mode, work) =>
      new Promise((resolve, reject) => {
        const transaction = database.transaction("beats", mode);
        const request = work(transaction.objectStore("beats"));
        transaction.oncomplete = () => resolve(request.result);
        transaction.onerror = transaction.onabort = () => reject(transaction.error);
      });
    return {
      all: () => run("readonly", (beats) => beats.getAll()),
      put: (item) => run("readwrite", (beats) => beats.put(item)).then((id) => (item.id = id)),
      remove: (id) => run("readwrite", (beats) => beats.delete(id)),
    };
  }

  function storeInMemory() {
    const items = new Map();
    let last = 0;
    return {
      all: () => Promise.resolve(Array.from(items.values())),
      put: (item) => Promise.resolve(items.set((item.id = item.id || ++last), item)),
      remove: (id) => Promise.resolve(items.delete(id)),
    };
  }

  const MOST_TRIES = 5;
  const LONGEST_WAIT_MS = 60000;

  /* options: learner; send(item) -> {status, body}, rejecting without network; listeners answered(item, outcome),
     refused(item, outcome), state({failing, signedOut, waiting}). An item is {learner, lesson, session, token,
     seq, ranges, mode} and never changes once stored, except for its count of tries. */
  Study.Queue = class {
    constructor(options) {
      this.options = options;
      this.failures = 0;
      this.signedOut = false;
      this.store = null;
      this.ready = openStore().catch(storeInMemory).then((store) => (this.store = store));
      window.addEventListener("online", () => this.drain());
    }

    get failing() {
      return this.failures > 0;
    }

    add(beat) {
      const item = Object.assign({ learner: this.options.learner, tries: 0, notBefore: 0 }, beat);
      // With the store at hand the write begins within this event: a page that is being hidden gets no other.
      const stored = this.store ? this.store.put(item) : this.ready.then((store) => store.put(item));
      return stored.then(() => this.failing || this.drain());
    }

    /* Send what waits, one after the other; resolves when nothing is left or nothing gets through. */
    drain() {
      this.again = true;
      if (!this.running) {
        clearTimeout(this.timer);
        this.running = this.run().then(
          () => (this.running = null),
          () => (this.running = null)
        );
      }
      return this.running;
    }

    async run() {
      await this.ready;
      while (this.again) {
        this.again = false;
        for (let item = await this.next(); item; item = await this.next()) {
          const outcome = await this.options.send(item).catch(() => null);
          if (outcome && isSignedOut(outcome)) return this.report((this.signedOut = true));
          if (!outcome || outcome.status === 429 || outcome.status >= 500) return this.backOff(outcome);
          this.failures = 0;
          this.signedOut = false;
          await this.settle(item, outcome);
        }
      }
      return this.report();
    }

    /* Offline beats of a session go first: their window reaches back over the outage, that of a live one does not. */
    async next() {
      const all = (await this.store.all()).filter((item) => item.learner === this.options.learner);
      this.waiting = all.length;
      const due = all.filter((item) => item.notBefore <= Date.now());
      if (all.length && !due.length) this.later(Math.min(...all.map((item) => item.notBefore)) - Date.now());
      const first = due[0];
      return first && (due.find((item) => item.session === first.session && item.mode === "offline") || first);
    }

    async settle(item, outcome) {
      if (outcome.status === 425 && item.tries + 1 < MOST_TRIES) {
        item.tries += 1;
        item.notBefore = Date.now() + (Number(outcome.body.retry_after) || 1) * 1000;
        await this.store.put(item);
        return;
      }
      await this.store.remove(item.id);
      if (outcome.status === 200) this.options.answered(item, outcome);
      else this.options.refused(item, outcome);
    }

    backOff(outcome) {
      this.failures += 1;
      const asked = outcome && Number(outcome.body.retry_after) * 1000;
      this.later(asked || Math.min(LONGEST_WAIT_MS, 1000 * 2 ** this.failures) * (0.75 + Math.random() / 2));
      this.report();
    }

    later(ms) {
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.drain(), Math.max(200, ms));
    }

    report() {
      this.options.state({ failing: this.failing, signedOut: this.signedOut, waiting: this.waiting || 0 });
    }
  };

  /* The session cookie is gone: nothing is lost, the queue waits for the next sign-in. */
  function isSignedOut(outcome) {
    return (outcome.status === 401 || outcome.status === 403) && outcome.body.code !== "bad_token";
  }
})();
