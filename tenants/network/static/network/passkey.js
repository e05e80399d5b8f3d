// Says in words that a passkey did not answer; allauth's script only tells the console.
document.addEventListener("allauth.error", (event) => {
  event.preventDefault();
  document.querySelectorAll("[data-passkey-trouble]").forEach((notice) => { notice.hidden = false; });
});
