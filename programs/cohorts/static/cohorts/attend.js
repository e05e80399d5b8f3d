// The sheet of a session. Each tap is kept on this device, sent at once, and kept until the server has
// it. What is kept holds ids and marks, no name. Without this file the form is sent as any other.
const sheet = document.querySelector("[data-sheet]");
const closed = document.querySelector("[data-closed]");
const THERE = ["present", "late", "left_early"];
const WORDS = { present: "présent", late: "en retard", left_early: "parti avant", excused: "excusé", absent: "absent" };

const memory = (name) => ({
  read() {
    try {
      return Object.entries(JSON.parse(localStorage.getItem(name)) ?? {});
    } catch {
      return []; // no storage on this device, or not ours: nothing was kept
    }
  },
  write(marks) {
    try {
      if (marks.size) localStorage.setItem(name, JSON.stringify(Object.fromEntries(marks)));
      else localStorage.removeItem(name);
    } catch {
      // Storage is full or forbidden: the marks live as long as the page.
    }
  },
});

const flag = (line, words) => {
  const place = line?.querySelector("[data-flag]");
  if (!place) return;
  place.textContent = words;
  place.hidden = !words;
};

const take = (form) => {
  const whole = Number(form.dataset.minutes);
  const token = form.querySelector("[name=csrfmiddlewaretoken]").value;
  const kept = memory(form.dataset.keep);
  const lines = new Map([...form.querySelectorAll("[data-person]")].map((line) => [line.dataset.person, line]));
  // {enrolment: {status, minutes, seen, at}}: only the last mark of a person counts.
  const marks = new Map(kept.read().filter(([person]) => lines.has(person)));
  const [count, there, state] = ["count", "there", "state"].map((name) => document.querySelector(`[data-${name}]`));
  let sending = false;
  let pause = 0;
  let timer;
  let oneByOne = false;

  const box = (line) => line.querySelector("[name^=minutes-]");
  const seen = (line) => line.querySelector("[name^=seen-]");
  const said = (line) => line.querySelector("[type=radio]:checked")?.value ?? "";
  const shown = ({ status, minutes }) => {
    const usual = status === "present" ? whole : Number(form.dataset.usual);
    return `${status}:${THERE.includes(status) ? minutes ?? usual : 0}`;
  };

  const draw = (line, status, minutes) => {
    const radio = line.querySelector(`[type=radio][value="${status}"]`);
    if (radio) radio.checked = true;
    else line.querySelectorAll("[type=radio]").forEach((one) => { one.checked = false; });
    box(line).value = THERE.includes(status) && minutes && minutes !== whole ? minutes : "";
    line.querySelector("details").open = Boolean(box(line).value) || ["late", "left_early", "excused"].includes(status);
  };

  const say = (words, tone = "") => {
    if (state.textContent !== words) state.textContent = words;
    state.dataset.tone = tone;
  };
  const waiting = () => (marks.size === 1 ? "1 marque en attente" : `${marks.size} marques en attente`);

  const refresh = () => {
    const all = [...lines.values()];
    const noted = all.filter(said).length;
    const complete = noted === all.length;
    count.textContent = `${noted} sur ${all.length}`;
    there.textContent = all.filter((line) => THERE.includes(said(line))).length;
    form.querySelector("[data-complete]").hidden = !complete;
    form.querySelector("[data-incomplete]").hidden = complete;
    everyone.lastElementChild.textContent = noted ? "Les autres sont là" : "Tout le monde est là";
    for (const [person, line] of lines) {
      line.toggleAttribute("data-waiting", marks.has(person));
      const signing = line.querySelector("[data-signing]");
      if (signing) {
        signing.hidden = !THERE.includes(said(line));
        signing.querySelector("[data-sign]").disabled = marks.has(person);
      }
    }
    const paper = form.querySelector("[data-paper]");
    if (paper) paper.hidden = !complete || !all.some((line) => line.querySelector("[data-signing]:not([hidden], [data-signed])"));
  };

  const saved = () => {
    const noted = [...lines.values()].filter(said).length;
    if (noted) say(`Appel enregistré : ${noted} sur ${lines.size}.`, "ok");
  };

  // What the server now holds: what was sent and taken is forgotten, what others noted is shown.
  const learn = (results, sent) => {
    for (const { enrolment, status, minutes } of results) {
      const line = lines.get(enrolment);
      if (!line) continue;
      const now = shown({ status, minutes });
      const mine = sent.get(enrolment);
      const later = marks.get(enrolment); // tapped again while the first was on its way
      if (mine && later === mine) marks.delete(enrolment);
      if (mine && later !== mine && now === shown(mine)) later.seen = now;
      if (!marks.has(enrolment) && now !== (mine ? shown(mine) : seen(line).value)) {
        flag(line, `Noté sur un autre appareil : ${WORDS[status]}${THERE.includes(status) ? `, ${minutes} min` : ""}.`);
        draw(line, status, minutes);
      }
      seen(line).value = now;
    }
  };

  const refused = (sent, body) => {
    if (sent.size > 1 && body.code !== "sheet_locked") {
      oneByOne = true; // one bad line must not hold back the others
      return;
    }
    for (const [person, mark] of sent) {
      if (marks.get(person) === mark) marks.delete(person);
      const [status, minutes] = seen(lines.get(person)).value.split(":");
      draw(lines.get(person), status, Number(minutes));
      flag(lines.get(person), `Pas enregistré. ${body.detail ?? ""}`);
    }
  };

  const later = () => {
    pause = Math.min(pause ? pause * 2 : 2000, 30000);
    clearTimeout(timer);
    timer = setTimeout(send, pause);
    say(`${waiting()} de réseau, gardée${marks.size > 1 ? "s" : ""} sur cet appareil.`, "warn");
  };

  const answered = async (answer, sent) => {
    if (answer.ok) {
      learn((await answer.json()).results, sent);
      pause = 0;
    } else if ([401, 403].includes(answer.status)) {
      say(`Vous n’êtes plus connecté : ${waiting()}. Reconnectez-vous, elles seront envoyées.`, "no");
      return false;
    } else if (answer.status < 500 && answer.status !== 429) {
      const body = await answer.json();
      refused(sent, body);
      if (body.code === "sheet_locked") say("Cette séance est close. Rechargez la page.", "no");
    } else throw new Error(answer.status);
    return true;
  };

  async function send() {
    if (sending || !marks.size) return;
    if (!navigator.onLine) return later();
    sending = true;
    clearTimeout(timer);
    say("Enregistrement…");
    const sent = new Map([...marks].slice(0, oneByOne ? 1 : undefined));
    oneByOne = false;
    const body = [...sent].map(([enrolment, { at, ...mark }]) => ({
      enrolment, ...mark, age_ms: Math.min(Math.max(Date.now() - at, 0), 31 * 86400000),
    }));
    try {
      const answer = await fetch(`${form.dataset.sheet}?page_size=200`, {
        method: "PUT",
        headers: { "Content-Type": "application/json", "X-CSRFToken": token },
        body: JSON.stringify(body),
        signal: AbortSignal.timeout(15000),
      });
      sending = false;
      if (await answered(answer, sent)) {
        if (marks.size) send();
        else if (state.dataset.tone !== "no") saved();
      }
    } catch {
      sending = false;
      later();
    }
    kept.write(marks);
    refresh();
  }

  // Another device may have noted somebody since.
  const look = async () => {
    if (sending || marks.size || !navigator.onLine) return send();
    try {
      const answer = await fetch(`${form.dataset.sheet}?page_size=200`);
      if (answer.ok && !marks.size) learn((await answer.json()).results, new Map());
      refresh();
    } catch {
      // No network: the next tap will say so.
    }
  };

  const note = (line, status) => {
    const person = line.dataset.person;
    const typed = box(line).value;
    const minutes = THERE.includes(status) && typed ? Number(typed) : null;
    if (typed && THERE.includes(status) && !(minutes >= 1 && minutes <= whole && Number.isInteger(minutes))) {
      return flag(line, `De 1 à ${whole} minutes.`);
    }
    flag(line, "");
    const before = marks.get(person)?.seen ?? seen(line).value;
    marks.set(person, { status, minutes, seen: before, at: Date.now() });
    kept.write(marks);
    refresh();
    send();
  };

  const choose = (line, status) => {
    draw(line, status, ["late", "left_early"].includes(status) ? Number(form.dataset.usual) : 0);
    note(line, status);
  };

  form.addEventListener("change", ({ target }) => {
    const line = target.closest("[data-person]");
    if (target.type === "radio") choose(line, target.value);
    else if (line && target === box(line)) note(line, THERE.includes(said(line)) ? said(line) : "late");
  });

  form.addEventListener("click", (event) => {
    const line = event.target.closest("[data-person]");
    const step = event.target.closest("[data-step]");
    if (step) {
      const status = THERE.includes(said(line)) ? said(line) : "late";
      const minutes = Math.min(Math.max(Number(box(line).value || whole) + Number(step.dataset.step), 1), whole);
      draw(line, status, minutes);
      box(line).value = minutes;
      line.querySelector("details").open = true;
      note(line, status);
    } else if (event.target.closest("[data-toggle]")) {
      choose(line, said(line) === "present" ? "absent" : "present");
    }
  });

  const everyone = form.querySelector("[name=everyone]");
  everyone.classList.replace("plain", "go");
  everyone.addEventListener("click", (event) => {
    event.preventDefault();
    lines.forEach((line) => { if (!said(line)) choose(line, "present"); });
  });

  form.querySelectorAll("[data-step]").forEach((button) => { button.hidden = false; });
  for (const [person, mark] of marks) draw(lines.get(person), mark.status, mark.minutes);
  refresh();
  send();
  document.addEventListener("signed", refresh); // cohorts/sign.js
  addEventListener("online", () => { pause = 0; send(); });
  addEventListener("offline", () => { if (marks.size) later(); else say("Pas de réseau : les marques seront gardées sur cet appareil.", "warn"); });
  addEventListener("pageshow", (event) => { if (event.persisted) look(); });
  document.addEventListener("visibilitychange", () => { if (!document.hidden) look(); });
};

// A closed sheet: what this device could not send in time is shown once, then forgotten.
const tell = (list) => {
  const kept = memory(list.dataset.closed);
  for (const [person, { status, minutes }] of kept.read()) {
    const line = list.querySelector(`[data-person="${person}"]`);
    flag(line, `Sur cet appareil, jamais enregistré : ${WORDS[status]}${minutes ? `, ${minutes} min` : ""}.`);
  }
  kept.write(new Map());
};

document.documentElement.classList.add("scripted");
if (sheet) take(sheet);
if (closed) tell(closed);
