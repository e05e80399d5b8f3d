// Adds up the basket while it is filled. The server decides; without this file the form works as well.
const form = document.querySelector("[data-basket]");
const euros = new Intl.NumberFormat("fr-FR", { style: "currency", currency: "EUR" });
const cents = (text) => {
  const found = /^(\d+)(?:[.,](\d{1,2}))?$/.exec(text.replace(/[\s€]/g, ""));
  return found ? Number(found[1]) * 100 + Number((found[2] ?? "").padEnd(2, "0")) : null;
};
const make = (name, attributes, ...children) => {
  const made = Object.assign(document.createElement(name), attributes);
  made.append(...children);
  return made;
};

const chosen = () => [...form.querySelectorAll("option:checked")]
  .reduce((sum, option) => sum + Number(option.dataset.cents ?? 0), 0);
const total = () => [...form.querySelectorAll(".tile")].reduce(
  (sum, tile) => sum + Number(tile.dataset.cents) * (Number(tile.querySelector("input").value) || 0), chosen());

const method = () => form.querySelector("[name=method]:checked")?.value ?? "cash";

const draw = () => {
  const due = total();
  form.querySelectorAll(".tile").forEach((tile) =>
    tile.classList.toggle("chosen", Number(tile.querySelector("input").value) > 0));
  form.querySelector("[data-total]").textContent = due ? euros.format(due / 100) : "—";
  const split = form.elements.second_method.value ? cents(form.elements.second_amount.value) ?? 0 : 0;
  const given = cents(form.elements.tendered.value);
  const change = form.querySelector("[data-change]");
  const cash = method() === "cash" || form.elements.second_method.value === "cash";
  const left = given === null ? null : given - (method() === "cash" ? due - split : split);
  change.hidden = left === null || !due || !cash;
  change.textContent = left < 0 ? `Il manque ${euros.format(-left / 100)}` : `À rendre : ${euros.format((left ?? 0) / 100)}`;
  form.querySelectorAll("[data-when]").forEach((part) => {
    part.hidden = part.dataset.when === "cash" ? !cash : method() === "cash";
  });
};

for (const tile of form.querySelectorAll(".tile")) {
  const input = tile.querySelector("input");
  const name = tile.querySelector("strong").textContent;
  const step = (by) => {
    input.value = Math.min(20, Math.max(0, (Number(input.value) || 0) + by)) || "";
    draw();
  };
  const button = (sign, by, label) => {
    const made = make("button", { type: "button", className: "btn plain", textContent: sign });
    made.setAttribute("aria-label", `${label} ${name}`);
    made.addEventListener("click", () => step(by));
    return made;
  };
  const line = make("div", { className: "count" });
  input.replaceWith(line);
  line.append(button("−", -1, "Retirer"), input, button("+", 1, "Ajouter"));
  // A tap on the tile adds one; the field stays there for who types.
  tile.querySelector("label").addEventListener("click", (event) => { event.preventDefault(); step(1); });
}

const quick = form.querySelector("[data-quick]");
for (const [words, given] of [["Appoint", ""], ...[5, 10, 20, 50].map((note) => [`${note} €`, String(note)])]) {
  const made = make("button", { type: "button", className: "btn plain", textContent: words });
  made.addEventListener("click", () => { form.elements.tendered.value = given; draw(); });
  quick.append(made);
}
quick.hidden = false;
form.addEventListener("input", draw);
draw();
