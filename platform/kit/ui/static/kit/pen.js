// A frame where a person signs with a finger: `<canvas data-pen width="900" height="300">`.
// What is drawn is kept as lines between whole points of a card of 300 × 100, never as a picture.
// `canvas.pen` gives `clear()` and `path()`; data-into names the hidden field that receives the path. What is in a
// `data-pen-frame` stays hidden where this file does not run: paper is left.
const [WIDTH, HEIGHT, LONGEST] = [300, 100, 8000];

const within = (value, most) => Math.min(Math.max(Math.round(value), 0), most);

// The fewer points the longer the signature: a gap between two of them, in three-hundredths of the card.
const path = (strokes, gap) => strokes.map((points) => {
  const far = (point, last) => !last || Math.hypot(point[0] - last[0], point[1] - last[1]) >= gap;
  const kept = points.reduce((all, point) => (far(point, all.at(-1)) ? [...all, point] : all), []);
  return kept.map(([x, y], rank) => `${rank ? "L" : "M"}${x} ${y}`).join("");
}).join("");
const shortest = (strokes) =>
  [1, 2, 4, 8, 16].map((gap) => path(strokes, gap)).find((one) => one.length <= LONGEST) ?? "";

const ready = (canvas) => {
  const scale = canvas.width / WIDTH;
  const drawing = canvas.getContext("2d");
  const field = document.getElementById(canvas.dataset.into);
  let strokes = [];
  canvas.closest("[data-pen-frame]")?.removeAttribute("hidden");
  const tell = () => {
    if (field) field.value = shortest(strokes);
    canvas.dispatchEvent(new Event("drawn", { bubbles: true }));
  };
  const point = (event) => {
    const { left, top, width, height } = canvas.getBoundingClientRect();
    return [
      within((event.clientX - left) / width * WIDTH, WIDTH),
      within((event.clientY - top) / height * HEIGHT, HEIGHT),
    ];
  };

  canvas.pen = {
    clear() {
      strokes = [];
      drawing.clearRect(0, 0, canvas.width, canvas.height);
      tell();
    },
    path: () => shortest(strokes),
  };
  canvas.addEventListener("pointerdown", (event) => {
    canvas.setPointerCapture(event.pointerId);
    drawing.strokeStyle = getComputedStyle(canvas).color;
    Object.assign(drawing, { lineWidth: 3 * scale, lineCap: "round", lineJoin: "round" });
    strokes.push([point(event)]);
  });
  canvas.addEventListener("pointermove", (event) => {
    if (!canvas.hasPointerCapture(event.pointerId)) return;
    const last = strokes.at(-1);
    const [from, to] = [last.at(-1), point(event)];
    if (from[0] === to[0] && from[1] === to[1]) return;
    last.push(to);
    drawing.beginPath();
    drawing.moveTo(from[0] * scale, from[1] * scale);
    drawing.lineTo(to[0] * scale, to[1] * scale);
    drawing.stroke();
  });
  canvas.addEventListener("pointerup", tell);
};

document.querySelectorAll("canvas[data-pen]").forEach(ready);
document.querySelectorAll("[data-pen-clear]").forEach((button) => {
  button.hidden = false;
  button.addEventListener("click", () => document.getElementById(button.dataset.penClear).pen.clear());
});
