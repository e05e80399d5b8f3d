// Small comforts. Every page works without this file; nothing here decides anything.
const on = (type, act, where = document) => where.addEventListener(type, act);

const show = (dialog) => {
  dialog.showModal();
  dialog.querySelector("[autofocus], input:not([type=hidden]), select, textarea, .btn")?.focus();
};

on("click", (event) => {
  const near = (selector) => event.target.closest?.(selector);
  const opener = near("[data-dialog]");
  const dialog = opener && document.getElementById(opener.dataset.dialog);
  if (dialog) {
    event.preventDefault();
    show(dialog);
  } else if (near("[data-close]") || event.target.matches?.("dialog[open]")) {
    event.preventDefault(); // the cross, or the dimmed page around the dialog
    event.target.closest("dialog").close();
  } else if (near("[data-dismiss]")) {
    near(".notice").remove();
  } else if (near("[data-print]")) {
    window.print();
  }
});

// An open menu of the frame closes when the finger goes elsewhere, or with Escape.
const menus = () => document.querySelectorAll(".side details[open]");
on("click", (event) => menus().forEach((menu) => menu.contains(event.target) || (menu.open = false)));
on("keydown", (event) => {
  if (event.key !== "Escape") return;
  menus().forEach((menu) => {
    menu.open = false;
    menu.querySelector("summary").focus();
  });
});

// A question before what cannot be undone. The server refuses or accepts by itself.
const element = (name, attributes, ...children) => {
  const made = Object.assign(document.createElement(name), attributes);
  made.append(...children);
  return made;
};
const ask = (question, then) => {
  const yes = element("button", { type: "button", className: "btn go" }, "Oui, continuer");
  const no = element("button", { type: "button", className: "btn plain" }, "Non, revenir");
  const words = element("p", { id: "question" }, question);
  const dialog = element("dialog", { className: "dialog" }, words, element("div", { className: "row end" }, no, yes));
  dialog.setAttribute("aria-labelledby", "question");
  on("click", () => dialog.close(), no);
  on("close", () => dialog.remove(), dialog);
  on("click", () => { dialog.close(); then(); }, yes);
  document.body.append(dialog);
  dialog.showModal();
  no.focus();
};

// Without a network the form stays on the screen with what was typed, and says why.
const forgetOffline = () => document.querySelector(".offline")?.remove();
const sayOffline = () => {
  forgetOffline();
  const words = "Pas de connexion. Votre saisie est gardée : réessayez dès que le réseau revient.";
  const notice = element("div", { className: "notice refusal offline" }, words);
  notice.setAttribute("role", "alert");
  document.body.append(notice);
};
on("online", forgetOffline, window);
on("htmx:sendError", sayOffline);

const buttons = (form) => [...form.elements].filter((one) => one.type === "submit");
const free = (form) => {
  delete form.dataset.sent;
  buttons(form).forEach((button) => {
    if (button.ariaBusy) button.disabled = false;
    button.ariaBusy = null;
  });
};

// A form that carries a key (data-steady) is sent beside the page: when the line drops it is still on
// the screen, and sent again it leads to the same thing. What is no redirection is asked as a page.
const send = (form) => fetch("", { method: "POST", body: new FormData(form) })
  .then((answer) => answer.redirected ? location.assign(answer.url) : HTMLFormElement.prototype.submit.call(form))
  .catch(() => {
    free(form);
    sayOffline();
    buttons(form)[0].scrollIntoView({ block: "center" });
  });

on("submit", (event) => {
  const form = event.target;
  const method = form.getAttribute("method")?.toLowerCase(); // a field may be called "method"
  const question = event.submitter?.dataset.confirm ?? form.dataset.confirm;
  if (method === "dialog" || event.defaultPrevented) return;
  if (question && !form.dataset.agreed) {
    event.preventDefault();
    const { submitter } = event;
    ask(question, () => {
      form.dataset.agreed = "yes";
      form.requestSubmit(submitter);
    });
    return;
  }
  delete form.dataset.agreed;
  if (method !== "post") return;
  if (!navigator.onLine) {
    event.preventDefault();
    sayOffline();
  } else if (form.dataset.sent) {
    event.preventDefault(); // a second tap on the same button
  } else {
    if ("forget" in form.dataset) localStorage.clear(); // leaving: nothing stays on the device
    form.dataset.sent = "yes";
    // After the event, so that the pressed button's own value is sent.
    setTimeout(() => buttons(form).forEach((button) => {
      if (button.disabled) return;
      button.disabled = true;
      button.ariaBusy = "true";
    }));
    setTimeout(() => free(form), 10000); // a file was downloaded, or the server is silent
    if ("steady" in form.dataset) {
      event.preventDefault();
      forgetOffline();
      send(form);
    }
  }
});

// What was typed before the page was ready to search is searched then.
const searchAtOnce = () => document.querySelectorAll("form[hx-get] [type=search]").forEach((box) => {
  if (box.value !== box.defaultValue) box.form.requestSubmit();
});
document.addEventListener("htmx:load", searchAtOnce, { once: true });

// Coming back to a page from the browser's memory: its forms can be sent again.
on("pageshow", () => document.querySelectorAll("form[data-sent]").forEach(free), window);

document.querySelectorAll("[data-dismiss], [data-print]").forEach((one) => { one.hidden = false; });
document.querySelector("[data-focus]")?.focus();
const aimed = location.hash && document.getElementById(location.hash.slice(1));
if (aimed instanceof HTMLDialogElement) show(aimed);
