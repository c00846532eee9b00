// Keeps what is written while there is no signal, and sends it when there is one: each record once, by its key.
// A page takes part by a form with data-queue (address), data-owner (account) and data-worker (service worker).
(function () {
  "use strict";
  var form = document.querySelector("form[data-queue]");
  if (!form || !window.indexedDB || !window.fetch) return;
  var words = JSON.parse(document.getElementById("queue-words").textContent);
  var list = document.getElementById("queue-list");
  var state = document.getElementById("queue-state");
  var isSending = false;

  if ("serviceWorker" in navigator) navigator.serviceWorker.register(form.dataset.worker, { scope: form.dataset.scope });

  function open() {
    return new Promise(function (resolve, reject) {
      var request = indexedDB.open("jaring", 1);
      request.onupgradeneeded = function () { request.result.createObjectStore("queue", { keyPath: "key" }); };
      request.onsuccess = function () { resolve(request.result); };
      request.onerror = function () { reject(request.error); };
    });
  }
  function act(mode, work) {
    return open().then(function (store) {
      return new Promise(function (resolve, reject) {
        var change = store.transaction("queue", mode);
        var result = work(change.objectStore("queue"));
        change.oncomplete = function () { store.close(); resolve(result.result); };
        change.onerror = change.onabort = function () { store.close(); reject(change.error); };
      });
    });
  }
  function mine() {
    return act("readonly", function (store) { return store.getAll(); }).then(function (records) {
      return records.filter(function (each) { return each.owner === form.dataset.owner; })
        .sort(function (a, b) { return a.at - b.at; });
    });
  }
  function newKey() {
    if (crypto.randomUUID) return crypto.randomUUID();
    var b = crypto.getRandomValues(new Uint8Array(16));
    b[6] = (b[6] & 15) | 64;
    b[8] = (b[8] & 63) | 128;
    var hex = Array.from(b, function (n) { return n.toString(16).padStart(2, "0"); }).join("");
    return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
  }

  form.addEventListener("submit", function (event) {
    event.preventDefault();
    if (!form.reportValidity()) return;
    var fields = {};
    new FormData(form).forEach(function (value, name) {
      if (name !== "csrfmiddlewaretoken" && name !== "key") fields[name] = value;
    });
    var record = { key: newKey(), owner: form.dataset.owner, queue: form.dataset.queue, fields: fields, at: Date.now() };
    act("readwrite", function (store) { return store.add(record); }).then(function () {
      var village = form.elements.village.value;
      form.reset();
      form.elements.village.value = village;
      form.elements.name.focus();
      show();
      send();
    }, function () { say(words.full); });
  });

  function send() {
    if (isSending) return;
    isSending = true;
    mine().then(function (records) {
      return records.filter(function (each) { return !each.answer; }).reduce(function (before, each) {
        return before.then(function () { return deliver(each); });
      }, Promise.resolve());
    }).then(function () { say(""); }, function (problem) { say(problem.words || words.offline); })
      .then(function () { isSending = false; show(); });
  }
  function deliver(record) {
    return fetch(record.queue, {
      method: "POST",
      credentials: "same-origin",
      redirect: "manual",
      headers: {
        "Content-Type": "application/json",
        "Idempotency-Key": record.key,
        "X-CSRFToken": form.elements.csrfmiddlewaretoken.value,
      },
      body: JSON.stringify(record.fields),
    }).then(function (answer) {
      if (answer.type === "opaqueredirect" || answer.status === 403) throw { words: words.login };
      if (!answer.ok && answer.status !== 422) throw { words: words.later };
      return answer.json();
    }).then(function (said) {
      // What is delivered leaves the device; only the answer stays to be read.
      var kept = { key: record.key, owner: record.owner, at: record.at, name: record.fields.name, answer: said };
      if (said.code) kept.fields = record.fields;
      return act("readwrite", function (store) { return store.put(kept); });
    });
  }

  function show() {
    mine().then(function (records) {
      list.textContent = "";
      records.forEach(function (each) { list.appendChild(row(each)); });
      list.closest("section").hidden = !records.length;
    });
  }
  function row(record) {
    var item = document.createElement("li");
    var title = document.createElement("strong");
    title.textContent = record.name || record.fields.name;
    item.appendChild(title);
    var said = record.answer ? [record.answer.message].concat(record.answer.remarks || []) : [words.waiting];
    said.forEach(function (sentence) {
      var line = document.createElement("p");
      line.className = "mb-0";
      line.textContent = sentence;
      item.appendChild(line);
    });
    item.dataset.state = record.answer ? record.answer.code || record.answer.verdict : "waiting";
    if (record.answer && record.answer.code) item.appendChild(button(words.mend, function () { mend(record); }));
    if (record.answer) item.appendChild(button(words.clear, function () { drop(record.key).then(show); }));
    return item;
  }
  function button(label, work) {
    var made = document.createElement("button");
    made.type = "button";
    made.className = "btn btn-sm";
    made.textContent = label;
    made.addEventListener("click", work);
    return made;
  }
  function drop(key) { return act("readwrite", function (store) { return store.delete(key); }); }
  function mend(record) {
    Object.keys(record.fields).forEach(function (name) {
      if (form.elements[name]) form.elements[name].value = record.fields[name];
    });
    drop(record.key).then(show);
    form.elements.name.focus();
  }
  function say(sentence) { state.textContent = sentence; }

  window.addEventListener("online", send);
  window.setInterval(send, 60000);
  show();
  send();
})();
