// The few things that HTML alone does not do. Every page works without them.
(function () {
  "use strict";

  // A button that folds what it controls. Without script the menu is simply open.
  document.querySelectorAll("[data-folds]").forEach(function (button) {
    var target = document.getElementById(button.dataset.folds);
    function fold(isFolded) {
      target.classList.toggle("is-folded", isFolded);
      button.setAttribute("aria-expanded", String(!isFolded));
    }
    button.hidden = false;
    fold(true);
    button.addEventListener("click", function () {
      fold(!target.classList.contains("is-folded"));
    });
  });

  // Escape closes an open question and gives the focus back to its button.
  document.addEventListener("keydown", function (event) {
    if (event.key !== "Escape") return;
    var open = document.activeElement && document.activeElement.closest("details[open].confirm");
    if (!open) return;
    open.open = false;
    open.querySelector("summary").focus();
  });

  // "Batal" in a question does the same.
  document.addEventListener("click", function (event) {
    var closes = event.target.closest("[data-closes]");
    if (!closes) return;
    var open = closes.closest("details");
    open.open = false;
    open.querySelector("summary").focus();
  });

  // A second click must not send a form twice.
  document.addEventListener("submit", function (event) {
    var form = event.target;
    if (form.method !== "post" || event.defaultPrevented || form.hasAttribute("hx-post")) return;
    if (form.hasAttribute("data-repeatable")) return;  // It changes nothing, and gives several documents.
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    form.dataset.sent = "1";
    window.setTimeout(function () { delete form.dataset.sent; }, 5000);
  });

  // A NIK typed into the search box must not reach an address: no update is asked for while it stands there,
  // and Enter sends it by POST.
  function digitsIn(form) {
    var digits = form.elements.cari.value.replace(/\D/g, "");
    return digits.length >= 6 ? digits : "";
  }
  document.addEventListener("change", function (event) {
    var form = event.target.closest("form[data-nik-form]");
    if (form && digitsIn(form)) event.stopPropagation();
  }, true);
  document.addEventListener("submit", function (event) {
    var form = event.target.closest("form[data-nik-form]");
    var digits = form && digitsIn(form);
    if (!digits) return;
    event.preventDefault();
    event.stopPropagation();
    var post = document.getElementById(form.dataset.nikForm);
    post.elements.nik.value = digits;
    form.elements.cari.value = "";
    post.requestSubmit();
  }, true);

  // A slider moves the amount in a text field, and follows it. Without script the field alone does.
  document.querySelectorAll("[data-slides]").forEach(function (slider) {
    var field = document.getElementById(slider.dataset.slides);
    slider.parentElement.hidden = false;
    slider.addEventListener("input", function () {
      field.value = slider.value.replace(/\B(?=(\d{3})+$)/g, ".");
    });
    field.addEventListener("input", function () {
      slider.value = field.value.replace(/\D/g, "");
    });
  });

  // Copy a list as it stands: cells between tabs, plain figures and days, nothing that a spreadsheet would compute.
  function revealCopying() {
    document.querySelectorAll("[data-copies]").forEach(function (button) { button.hidden = false; });
  }
  function cellText(cell) {
    if (cell.dataset.raw) return cell.dataset.raw;
    var text = cell.innerText.replace(/\s+/g, " ").trim();
    return /^[=+\-@]/.test(text) ? "'" + text : text;
  }
  function putOnClipboard(text) {
    if (navigator.clipboard && window.isSecureContext) return navigator.clipboard.writeText(text);
    return new Promise(function (done, failed) {  // Pages served without TLS have no clipboard but this.
      var area = document.createElement("textarea");
      area.value = text;
      document.body.append(area);
      area.select();
      var isCopied = document.execCommand("copy");
      area.remove();
      if (isCopied) done(); else failed();
    });
  }
  revealCopying();
  document.addEventListener("htmx:afterSettle", revealCopying);
  document.addEventListener("click", function (event) {
    var button = event.target.closest("[data-copies]");
    if (!button) return;
    var rows = Array.from(button.closest("section").querySelectorAll("[data-sheet] tr"));
    var text = rows.map(function (row) { return Array.from(row.cells).map(cellText).join("\t"); }).join("\r\n");
    var said = button.nextElementSibling;
    putOnClipboard(text).then(
      function () { said.textContent = rows.length - 1 + " " + said.dataset.copied; },
      function () { said.textContent = said.dataset.notCopied; });
  });

  // "/" leads to the search, as long as nothing is being typed.
  document.addEventListener("keydown", function (event) {
    var box = document.querySelector("[data-search]");
    if (event.key !== "/" || !box || event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.target.closest("input, select, textarea, [contenteditable]")) return;
    event.preventDefault();
    box.focus();
  });

  // Print buttons.
  document.addEventListener("click", function (event) {
    if (event.target.closest("[data-prints]")) window.print();
  });

  // Refusals of a partial update are pages: show them whole.
  document.addEventListener("htmx:beforeSwap", function (event) {
    if (event.detail.xhr.status >= 400) {
      event.detail.shouldSwap = true;
      event.detail.isError = false;
    }
  });
})();
