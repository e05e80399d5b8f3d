// Reads a code with the phone's camera, where the browser can: `<button data-camera="id of the field" hidden>`
// beside `<video data-camera-view hidden>`. What is read is typed into the field and its form is sent.
const FORMATS = ["qr_code", "code_128", "ean_13"];
const EVERY = 200; // milliseconds between two looks

const look = async (detector, video, found) => {
  if (!video.srcObject) return;
  const [code] = await detector.detect(video).catch(() => []);
  if (code?.rawValue) found(code.rawValue);
  else setTimeout(() => look(detector, video, found), EVERY);
};

const stop = (video) => {
  video.srcObject?.getTracks().forEach((track) => track.stop());
  video.srcObject = null;
  video.hidden = true;
};

const start = async (button, video, field) => {
  if (video.srcObject) return stop(video);
  const words = button.querySelector("span");
  try {
    video.srcObject = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
  } catch {
    words.textContent = "La caméra n’est pas permise : écrivez le numéro";
    return;
  }
  video.hidden = false;
  await video.play();
  look(new BarcodeDetector({ formats: FORMATS }), video, (code) => {
    stop(video);
    field.value = code;
    field.form.requestSubmit();
  });
};

if ("BarcodeDetector" in window && navigator.mediaDevices) {
  document.querySelectorAll("[data-camera]").forEach((button) => {
    const video = button.parentElement.querySelector("[data-camera-view]");
    button.hidden = false;
    button.addEventListener("click", () => start(button, video, document.getElementById(button.dataset.camera)));
  });
}
