// Lines that grow, move and go. Without this file there are spare lines, an order to type, and an emptied
// line is no line: the server reads both in the same way.
for (const box of document.querySelectorAll("[data-lines]")) {
  const list = box.querySelector(".lines");
  const total = box.querySelector(`[name="${box.dataset.lines}-TOTAL_FORMS"]`);
  const model = box.querySelector("template");
  const shown = () => [...list.children].filter((line) => !line.hidden);

  const order = () => shown().forEach((line, index) => {
    const place = line.querySelector('[name$="-position"]');
    if (place) place.value = index + 1;
  });
  // The buttons take the place of the order that is typed.
  const ready = (line) => {
    line.querySelectorAll("[data-tools]").forEach((tools) => { tools.hidden = false; });
    line.querySelectorAll("[data-order]").forEach((typed) => { typed.hidden = true; });
  };

  const add = () => {
    const made = model.content.cloneNode(true);
    const line = made.querySelector("[data-line]");
    line.innerHTML = line.innerHTML.replaceAll("__prefix__", total.value);
    total.value = Number(total.value) + 1;
    list.append(made);
    ready(line);
    order();
    line.querySelector("input, select").focus();
  };

  const remove = (line) => {
    const near = line.nextElementSibling ?? line.previousElementSibling;
    for (const field of line.querySelectorAll("input, select")) field.value = "";
    line.hidden = true;
    order();
    (near?.hidden === false ? near.querySelector("input, select") : box.querySelector("[data-add]")).focus();
  };

  const shift = (line, step, button) => {
    const lines = shown();
    const other = lines[lines.indexOf(line) + step];
    if (!other) return;
    if (step < 0) other.before(line);
    else other.after(line);
    order();
    button.focus();
  };

  box.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    const line = button?.closest("[data-line]");
    if (!button) return;
    if ("add" in button.dataset) add();
    else if ("remove" in button.dataset) remove(line);
    else if ("up" in button.dataset) shift(line, -1, button);
    else if ("down" in button.dataset) shift(line, 1, button);
  });

  list.querySelectorAll("[data-line]").forEach(ready);
  // Spare lines are for who has no button to add one.
  const isSpare = (line) => ![...line.querySelectorAll("input")].some((field) => field.value)
    && !line.querySelector(".wrong") && !line.querySelector("select")?.value;
  [...list.children].reverse().every((line) => isSpare(line) && (line.hidden = true));
  box.querySelector("[data-add]").hidden = false;
}
