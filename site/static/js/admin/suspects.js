/* Warns while a company is being typed: asks which entries may be the same, and shows them beside the fields. */
const WAIT = 500;
const FIELDS = ["legal_name", "country", "register_number", "register_court", "vat_number", "website"];
const SEAT = { place: "place", other_town: "town", postal_code: "postal_code" };

const value = (form, name) => form.elements[name]?.value ?? "";

/* The seat is a row of its own; while no box is ticked, the first row stands for it. */
const seat = (form) => {
  const total = Number(value(form, "locations-TOTAL_FORMS"));
  const rows = [...Array(total).keys()].filter((row) => !value(form, `locations-${row}-DELETE`));
  return rows.find((row) => form.elements[`locations-${row}-is_seat`]?.checked) ?? rows[0];
};

const typed = (form) => {
  const query = new URLSearchParams(FIELDS.map((name) => [name, value(form, name)]));
  const row = seat(form);
  for (const [field, name] of Object.entries(SEAT)) query.set(name, row === undefined ? "" : value(form, `locations-${row}-${field}`));
  return query;
};

const watch = (panel) => {
  const form = panel.closest("form");
  let asked = "";
  let timer;
  let running;
  const ask = async () => {
    const query = typed(form);
    query.set("pk", panel.dataset.number);
    if (`${query}` === asked) return;
    asked = `${query}`;
    running?.abort();
    running = new AbortController();
    try {
      const answer = await fetch(`${panel.dataset.url}?${query}`, { signal: running.signal });
      if (answer.ok) panel.innerHTML = await answer.text();
    } catch (error) {
      if (error.name !== "AbortError") asked = "";
    }
  };
  const soon = () => {
    clearTimeout(timer);
    timer = setTimeout(ask, WAIT);
  };
  form.addEventListener("input", soon);
  form.addEventListener("change", soon);
  soon();
};

document.querySelectorAll("[data-suspects]").forEach(watch);
