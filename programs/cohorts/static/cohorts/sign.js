// A person signs with a finger. What is drawn is kept as lines between whole points, never as a picture.
const dialog = document.getElementById("signer");
const canvas = dialog.querySelector("canvas");
const pen = canvas.getContext("2d");
const url = document.querySelector("[data-sheet]").dataset.sheet;
const token = document.querySelector("[name=csrfmiddlewaretoken]").value;
const [WIDTH, HEIGHT, LONGEST] = [300, 100, 8000];
const scale = canvas.width / WIDTH;
let strokes = [];
let signing = null;

const complain = (words) => {
  const place = dialog.querySelector("[data-signer-flag]");
  place.textContent = words;
  place.hidden = !words;
};

const clear = () => {
  strokes = [];
  pen.clearRect(0, 0, canvas.width, canvas.height);
  complain("");
};

// The fewer points the longer the signature: a gap between two of them, in three-hundredths of the card.
const path = (gap) => strokes.map((points) => {
  const far = (point, last) => !last || Math.hypot(point[0] - last[0], point[1] - last[1]) >= gap;
  const kept = points.reduce((all, point) => (far(point, all.at(-1)) ? [...all, point] : all), []);
  return kept.map(([x, y], rank) => `${rank ? "L" : "M"}${x} ${y}`).join("");
}).join("");
const shortest = () => [1, 2, 4, 8, 16].map(path).find((one) => one.length <= LONGEST) ?? "";

const point = (event) => {
  const { left, top, width, height } = canvas.getBoundingClientRect();
  const within = (value, most) => Math.min(Math.max(Math.round(value), 0), most);
  return [within((event.clientX - left) / width * WIDTH, WIDTH), within((event.clientY - top) / height * HEIGHT, HEIGHT)];
};

canvas.addEventListener("pointerdown", (event) => {
  canvas.setPointerCapture(event.pointerId);
  pen.strokeStyle = getComputedStyle(canvas).color;
  Object.assign(pen, { lineWidth: 3 * scale, lineCap: "round", lineJoin: "round" });
  strokes.push([point(event)]);
});
canvas.addEventListener("pointermove", (event) => {
  if (!canvas.hasPointerCapture(event.pointerId)) return;
  const last = strokes.at(-1);
  const [from, to] = [last.at(-1), point(event)];
  if (from[0] === to[0] && from[1] === to[1]) return;
  last.push(to);
  pen.beginPath();
  pen.moveTo(from[0] * scale, from[1] * scale);
  pen.lineTo(to[0] * scale, to[1] * scale);
  pen.stroke();
});

const keep = async () => {
  const drawn = shortest();
  if (!drawn) return complain("Signez d’abord dans le cadre.");
  if (!navigator.onLine) return complain("Pas de réseau. La signature reste à l’écran : réessayez dès qu’il revient.");
  try {
    const answer = await fetch(`${url}${signing.dataset.person}/signature/`, {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-CSRFToken": token },
      body: JSON.stringify({ path: drawn }),
      signal: AbortSignal.timeout(15000),
    });
    if (!answer.ok) return complain((await answer.json()).detail);
  } catch {
    return complain("Pas de réponse. La signature reste à l’écran : réessayez.");
  }
  const place = signing.querySelector("[data-signing]");
  const picture = place.querySelector(".signature");
  picture.firstElementChild.setAttribute("d", drawn);
  picture.removeAttribute("hidden");
  place.toggleAttribute("data-signed", true);
  place.querySelector("[data-sign-words]").textContent = "Signer à nouveau";
  dialog.close();
  document.dispatchEvent(new Event("signed"));
};

document.querySelectorAll("[data-sign]").forEach((button) => {
  button.hidden = false;
  button.addEventListener("click", () => {
    signing = button.closest("[data-person]");
    dialog.querySelector("[data-signer-name]").textContent = button.dataset.name;
    clear();
    dialog.showModal();
  });
});
dialog.querySelector("[data-signer-clear]").addEventListener("click", clear);
dialog.querySelector("[data-signer-keep]").addEventListener("click", keep);
