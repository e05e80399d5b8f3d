// A person signs for a session; the frame is kit/pen.js, which comes first.
const dialog = document.getElementById("signer");
const canvas = dialog.querySelector("canvas");
const url = document.querySelector("[data-sheet]").dataset.sheet;
const token = document.querySelector("[name=csrfmiddlewaretoken]").value;
let signing = null;

const complain = (words) => {
  const place = dialog.querySelector("[data-signer-flag]");
  place.textContent = words;
  place.hidden = !words;
};

const clear = () => {
  canvas.pen.clear();
  complain("");
};

const keep = async () => {
  const drawn = canvas.pen.path();
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
