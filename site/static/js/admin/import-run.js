/* An import's page: keeps its progress up to date, and unlocks writing when the rows with errors are to be left out. */
const EVERY = 2000;

const watch = (box) => {
  const text = box.querySelector("[data-text]");
  const bar = box.querySelector("progress");
  const ask = async () => {
    const answer = await fetch(box.dataset.url, { headers: { "X-Requested-With": "XMLHttpRequest" } });
    if (!answer.ok) throw new Error(answer.statusText);
    const progress = await answer.json();
    if (!progress.phase) return window.location.replace(box.dataset.then);
    text.textContent = progress.text;
    if (progress.total) Object.assign(bar, { max: progress.total, value: progress.done });
    else bar.removeAttribute("value");
    return again();
  };
  const again = () => setTimeout(() => ask().catch(again), EVERY);
  again();
};

const lock = (form) => {
  const box = form.querySelector("[data-unlocks]");
  const button = form.querySelector("[data-locked]");
  if (!box || !button) return;
  const follow = () => {
    button.disabled = !box.checked;
  };
  box.addEventListener("change", follow);
  follow();
};

document.querySelectorAll("[data-import-progress]").forEach(watch);
document.querySelectorAll("[data-import-write]").forEach(lock);
