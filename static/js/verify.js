/* The certificate check: a number's check character while typing, and files dropped on the page. All works without. */
(function () {
  "use strict";
  const ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

  /* The same sum as certificates/numbering.py: weight 2^i from the right over GF(32), x^5 + x^2 + 1. */
  function fits(typed) {
    const kept = typed
      .normalize("NFKC")
      .toUpperCase()
      .replace(/[\s\p{Pd}\p{Cf}\p{Pc}−.]/gu, "")
      .replace(/O/g, "0")
      .replace(/[IL]/g, "1");
    const head = kept.length - 9;
    if (head < 3 || head > 8 || !/^\d\d$/.test(kept.slice(head - 2, head))) return false;
    let sum = 0;
    let weight = 1;
    for (const character of [...kept].reverse()) {
      const value = ALPHABET.indexOf(character);
      if (value < 0) return false;
      sum ^= product(value, weight);
      weight = product(weight, 2);
    }
    return sum === 0;
  }

  function product(left, right) {
    let result = 0;
    for (; right; right >>= 1) {
      if (right & 1) result ^= left;
      left = (left << 1) ^ (left & 16 ? 37 : 0);
    }
    return result;
  }

  function watchNumber(form) {
    const input = form.querySelector('[name="number"]');
    const words = document.createElement("p");
    words.className = "field-error";
    words.id = "number-mistyped";
    words.setAttribute("role", "status");
    input.before(words);
    input.addEventListener("change", () => {
      const wrong = input.value.trim() !== "" && !fits(input.value);
      words.textContent = wrong ? form.dataset.mistyped : "";
      const described = (input.getAttribute("aria-describedby") || "").split(" ").filter((id) => id && id !== words.id);
      if (wrong) described.push(words.id);
      if (described.length) input.setAttribute("aria-describedby", described.join(" "));
      else input.removeAttribute("aria-describedby");
    });
  }

  function watchFile(form) {
    const input = form.querySelector('input[type="file"]');
    const zone = form.querySelector(".drop");
    const chosen = form.querySelector("[data-verify-chosen]");
    const hint = chosen.textContent;

    function judge() {
      const file = input.files[0];
      let problem = "";
      if (file && file.size > Number(form.dataset.mostBytes)) problem = form.dataset.tooLarge;
      else if (file && !/\.pdf$/i.test(file.name)) problem = form.dataset.notAPdf;
      chosen.textContent = problem || (file ? file.name : hint);
      if (problem) input.value = "";
    }

    input.addEventListener("change", judge);
    ["dragenter", "dragover"].forEach((name) =>
      zone.addEventListener(name, (event) => {
        event.preventDefault();
        zone.classList.add("over");
      })
    );
    ["dragleave", "drop"].forEach((name) => zone.addEventListener(name, () => zone.classList.remove("over")));
    zone.addEventListener("drop", (event) => {
      event.preventDefault();
      if (!event.dataTransfer.files.length) return;
      input.files = event.dataTransfer.files;
      judge();
    });
  }

  document.querySelectorAll("form[data-verify-number]").forEach(watchNumber);
  document.querySelectorAll("form[data-verify-file]").forEach(watchFile);
})();
