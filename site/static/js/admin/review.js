/* The review of a change: single keys for its buttons and links, and ready reasons that fill in the field for the reason. */
const isTyping = (target) => target.matches("input, textarea, select, [contenteditable]");

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || isTyping(event.target)) return;
  if (!/^[a-z]$/.test(event.key)) return;
  const wanted = document.querySelector(`[data-key~="${event.key}"]`);
  if (!wanted) return;
  event.preventDefault();
  if (wanted.matches("textarea")) wanted.focus();
  else wanted.click();
});

const phrases = document.querySelector("[data-phrases]");
phrases?.addEventListener("change", () => {
  const text = phrases.selectedOptions[0].dataset.text;
  const reason = document.querySelector("textarea[name=reason]");
  if (text) reason.value = text;
  reason.focus();
});
