// The code follows the name until somebody types it. Without this file the server takes it from the name.
for (const code of document.querySelectorAll("[data-code-of]")) {
  const name = code.form.elements[code.dataset.codeOf];
  const proposed = () => name.value.normalize("NFD").replace(/[\u0300-\u036f]/g, "").toLowerCase()
    .replace(/[’']/g, "").replace(/[^a-z0-9]+/g, "-").slice(0, code.maxLength).replace(/^-+|-+$/g, "");
  let follows = !code.value || code.value === proposed();
  const follow = () => { if (follows) code.value = proposed(); };
  name.addEventListener("input", follow);
  follow(); // what was typed before this file was there
  code.addEventListener("input", () => { follows = !code.value; });
}
