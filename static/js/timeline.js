/* The timeline of the home page: a slot that is dropped on another cell opens the short form, filled in for it. */

const table = document.querySelector("[data-timeline]");
const KIND = "text/x-featured-slot";

function cellOf(event) {
  return event.target.closest("td[data-week]");
}

function leave(cell) {
  cell?.classList.remove("timeline__goal");
}

if (table && matchMedia("(any-pointer: fine)").matches) {
  document.querySelector("[data-timeline-drag]")?.removeAttribute("hidden");
  for (const slot of table.querySelectorAll("[data-move]")) {
    slot.draggable = true;
    slot.addEventListener("dragstart", (event) => {
      event.dataTransfer.effectAllowed = "move";
      event.dataTransfer.setData(KIND, slot.dataset.move);
    });
  }
  table.addEventListener("dragover", (event) => {
    const cell = cellOf(event);
    if (!cell || !event.dataTransfer.types.includes(KIND)) return;
    event.preventDefault();
    event.dataTransfer.dropEffect = "move";
    cell.classList.add("timeline__goal");
  });
  table.addEventListener("dragleave", (event) => {
    const cell = cellOf(event);
    if (cell && !cell.contains(event.relatedTarget)) leave(cell);
  });
  table.addEventListener("drop", (event) => {
    const cell = cellOf(event);
    const address = event.dataTransfer.getData(KIND);
    if (!cell || !address) return;
    event.preventDefault();
    leave(cell);
    const { position, week } = cell.dataset;
    location.assign(`${address}?${new URLSearchParams({ position, week })}`);
  });
}
