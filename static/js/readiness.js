/* Checks before submission: leads from a finding to its field, asks again on demand, keeps the number on the button. */

const PANEL = '[data-side-panel="readiness"]';
const MARK = "#mend-";
const NARROW = "(max-width: 50em)";

/** The part of the form that a content path names; the closest one above it when that part is not drawn. */
function placeOf(path) {
  const steps = path.split(".");
  const relation = document.getElementById(`id_${steps[0]}-FORMS`);
  let place = document.querySelector(`form[data-edit-form] [data-contentpath="${CSS.escape(steps[0])}"]`);
  if (relation) place = relation.closest("[data-panel]") || relation;
  for (const step of steps.slice(1)) {
    const inner = place && place.querySelector(`[data-contentpath="${CSS.escape(step)}"]`);
    if (!inner) break;
    place = inner;
  }
  return place;
}

/** Opens the tab and every folded part in which an element stands. */
function unfold(element) {
  for (let part = element.parentElement; part; part = part.parentElement) {
    if (part.id && part.hasAttribute("hidden")) {
      const control = document.querySelector(`[aria-controls="${CSS.escape(part.id)}"], [role="tab"][href="#${CSS.escape(part.id)}"]`);
      if (control) control.click();
    }
  }
}

/** What one types or chooses in; the first button where there is nothing of the kind. */
function fieldOf(place) {
  const isSeen = (field) => field.getClientRects().length > 0;
  const typed = [...place.querySelectorAll('input:not([type="hidden"]), textarea, select, [contenteditable="true"]')];
  return typed.find(isSeen) || [...place.querySelectorAll("button:not([data-panel-toggle])")].find(isSeen);
}

function show(path) {
  const place = placeOf(path);
  if (!place) return false;
  unfold(place);
  // On a narrow screen the panel lies over the form.
  const close = document.querySelector(".form-side--open [data-form-side-close-button]");
  if (close && matchMedia(NARROW).matches) close.click();
  place.classList.remove("readiness-shown");
  // Tabs and folded parts take a moment to open, and rich texts another to reach their height.
  setTimeout(() => {
    const field = fieldOf(place);
    if (field) field.focus({ preventScroll: true });
    const goal = field || place;
    goal.scrollIntoView({ block: "center" });
    place.classList.add("readiness-shown");
    setTimeout(() => {
      const { top, bottom } = goal.getBoundingClientRect();
      const isAway = bottom < 0 || top > innerHeight;
      if (isAway && (!field || field === document.activeElement)) goal.scrollIntoView({ block: "center" });
    }, 600);
  }, 60);
  return true;
}

/** Writes the number of findings on the button of the panel. */
function count(panel) {
  const list = panel.querySelector("[data-readiness-list]");
  const counter = document.querySelector('[data-side-panel-toggle="readiness"] [data-side-panel-toggle-counter]');
  if (!list || !counter) return;
  const { readinessTotal: total, readinessBlocking: blocking } = list.dataset;
  counter.textContent = total;
  counter.hidden = total === "0";
  counter.classList.toggle("readiness-count--blocking", blocking !== "0");
  counter.classList.toggle("readiness-count", blocking === "0");
}

async function checkAgain(root) {
  const status = root.querySelector("[data-readiness-status]");
  status.textContent = "";
  try {
    const answer = await fetch(root.dataset.readinessUrl, { headers: { "X-Requested-With": "XMLHttpRequest" } });
    if (!answer.ok || answer.redirected) throw new Error(answer.statusText);
    const html = new DOMParser().parseFromString(await answer.text(), "text/html");
    root.querySelector("[data-readiness-list]").replaceWith(html.querySelector("[data-readiness-list]"));
    status.textContent = root.dataset.readinessDone;
  } catch {
    status.textContent = root.dataset.readinessFailed;
  }
}

function fromAddress() {
  if (!location.hash.startsWith(MARK)) return;
  // Blocks are drawn by scripts of Wagtail's: wait for the one that is meant, but not for ever.
  const path = decodeURIComponent(location.hash.slice(MARK.length));
  let left = 20;
  const attempt = () => {
    left -= 1;
    const place = placeOf(path);
    const isWhole = place && place.dataset.contentpath === path.split(".").pop();
    if (!isWhole && left > 0) setTimeout(attempt, 150);
    else show(path);
  };
  if (document.readyState === "complete") attempt();
  else addEventListener("load", attempt, { once: true });
}

const panel = document.querySelector(PANEL);
if (panel) {
  panel.addEventListener("click", (event) => {
    const link = event.target.closest(`a[href^="${MARK}"]`);
    if (link && show(decodeURIComponent(link.hash.slice(MARK.length)))) event.preventDefault();
    const again = event.target.closest("[data-readiness-again]");
    if (again) checkAgain(again.closest("[data-readiness-url]"));
  });
  new MutationObserver(() => count(panel)).observe(panel, { childList: true, subtree: true });
  count(panel);
  fromAddress();
}
