// Lists are chosen, dropped, or taken from a folder; while they are sent and read the page says how far that is.
// Without this script the form is a plain one: it is sent, and the answer is the next page.
(function () {
  "use strict";
  var chosen = null; // What was chosen: a form that comes back with an error would have lost it.
  var isSending = false;

  function form() { return document.querySelector("form[data-uploads]"); }
  function part(name) { return form().querySelector("[data-" + name + "]"); }
  function say(name, values) {
    return document.getElementById("upload-words").dataset[name].replace(/\{(\w+)\}/g, function (_, key) { return values[key]; });
  }
  function number(value, digits) {
    return value.toLocaleString(document.documentElement.lang, { maximumFractionDigits: digits });
  }

  // Hidden files and the lock files of office programs are no lists.
  function isList(file) {
    return file.size > 0 && !/^(\.|~\$)|^(thumbs\.db|desktop\.ini)$/i.test(file.name);
  }

  function choose(files) {
    var taken = new DataTransfer();
    files.forEach(function (file) { taken.items.add(file); });
    form().elements.lists.files = taken.files;
    show();
  }

  function show() {
    var files = Array.from(form().elements.lists.files);
    var bytes = files.reduce(function (sum, file) { return sum + file.size; }, 0);
    chosen = files;
    part("chosen").hidden = false;
    part("chosen-text").textContent = files.length ? say("chosen", { n: number(files.length, 0), size: number(Math.max(bytes / 1048576, 0.1), 1) }) : "";
  }

  // A dropped folder is read to its bottom; the browser hands out at most a hundred entries at a time.
  function filesBelow(entry) {
    if (entry.isFile) return new Promise(function (done, fail) { entry.file(function (file) { done([file]); }, fail); });
    var reader = entry.createReader();
    function more() {
      return new Promise(function (done, fail) { reader.readEntries(done, fail); }).then(function (entries) {
        if (!entries.length) return [];
        return Promise.all(entries.map(filesBelow)).then(function (found) {
          return more().then(function (rest) { return found.flat().concat(rest); });
        });
      });
    }
    return more();
  }

  document.addEventListener("change", function (event) {
    var input = event.target;
    if (!input.form || input.form !== form() || input.type !== "file") return;
    if (input.name === "lists") return show();
    choose(Array.from(input.files).filter(isList));
    input.value = "";
  });
  document.addEventListener("click", function (event) {
    if (event.target.closest("[data-picks-folder]")) form().querySelector("input[webkitdirectory]").click();
  });
  document.addEventListener("dragover", function (event) {
    if (form() && form().contains(event.target)) event.preventDefault();
  });
  document.addEventListener("drop", function (event) {
    if (!form() || !form().contains(event.target) || !event.dataTransfer.files.length) return;
    event.preventDefault();
    var entries = Array.from(event.dataTransfer.items).map(function (item) { return item.webkitGetAsEntry(); }).filter(Boolean);
    Promise.all(entries.map(filesBelow)).then(function (found) {
      var files = found.flat();
      choose(entries.some(function (entry) { return entry.isDirectory; }) ? files.filter(isList) : files);
    });
  });

  document.addEventListener("htmx:beforeSend", function (event) {
    if (event.target !== form()) return;
    isSending = true;
    part("broken").hidden = true;
    part("sending").hidden = false;
    part("sending").scrollIntoView({ block: "nearest" });
  });
  // Progress of the sending; when all has gone, the part below it begins to ask how far the reading is.
  document.addEventListener("htmx:xhr:progress", function (event) {
    if (event.target !== form() || !isSending || part("sending-bar").value === 100) return;
    var share = event.detail.lengthComputable ? Math.floor(event.detail.loaded * 100 / event.detail.total) : 0;
    part("sending-bar").value = share;
    part("sending-text").textContent = share < 100 ? say("sending", { percent: share }) : say("sent", {});
    part("sending-bar").hidden = share === 100;
    if (share === 100) htmx.trigger("#pembacaan", "terkirim");
  });
  document.addEventListener("htmx:beforeOnLoad", function (event) {
    if (event.target === form()) isSending = false;
  });
  ["htmx:sendError", "htmx:timeout"].forEach(function (name) {
    document.addEventListener(name, function (event) {
      if (event.target !== form()) return;
      isSending = false;
      part("sending").hidden = true;
      part("broken").hidden = false;
    });
  });
  document.addEventListener("htmx:afterSettle", function () {
    if (form() && chosen && !form().elements.lists.files.length) choose(chosen);
  });
  window.addEventListener("beforeunload", function (event) {
    if (isSending) event.preventDefault();
  });
  show();
})();
