/* Several records chosen in a window of Wagtail's choosers: adds what was ticked there, takes out what is removed. */
const add = (field, record) => {
  const list = field.querySelector("[data-many-chooser-list]");
  if (list.querySelector(`input[value="${record.id}"]`)) return;
  const item = field.querySelector("template").content.firstElementChild.cloneNode(true);
  Object.assign(item.querySelector("input"), { name: field.dataset.name, value: record.id });
  item.querySelector("[data-many-chooser-label]").textContent = record.title;
  list.append(item);
};

const changed = (field) => field.dispatchEvent(new Event("change", { bubbles: true }));

const open = (field) =>
  window.ModalWorkflow({
    url: field.dataset.url,
    urlParams: { multiple: 1 },
    onload: window.CHOOSER_MODAL_ONLOAD_HANDLERS,
    responses: {
      chosen: (records) => {
        records.forEach((record) => add(field, record));
        changed(field);
      },
    },
  });

document.addEventListener("click", (event) => {
  const field = event.target.closest("[data-many-chooser]");
  if (!field) return;
  if (event.target.closest("[data-many-chooser-add]")) open(field);
  const remove = event.target.closest("[data-many-chooser-remove]");
  if (remove) {
    remove.closest("li").remove();
    changed(field);
    field.querySelector("[data-many-chooser-add]").focus();
  }
});
