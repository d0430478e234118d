/* The editor of a translated page: draws the top again when a passage is saved, and leads to passages that are left. */

const EDITOR = ".js-translation-editor";
const panel = document.querySelector("[data-translation-panel]");
const SAVES = new Set(["PUT", "DELETE"]);

/** The segments as the page gave them to the package's editor, in its order. */
function segments() {
  return JSON.parse(document.querySelector(EDITOR).dataset.props).segments.filter((item) => item.type === "string");
}

/** The part of the editor that shows a passage: the package gives it no name, so it is found by its French. */
function placeOf(key) {
  const all = segments();
  const segment = all.find((item) => String(item.id) === key);
  if (!segment) return undefined;
  const alike = all.filter((item) => item.source === segment.source);
  const shown = [...document.querySelectorAll(`${EDITOR} li > p`)].filter((part) => part.textContent === segment.source);
  const part = shown[alike.indexOf(segment)] || shown[0];
  return part && part.closest("li");
}

function unfold(element) {
  for (let part = element.parentElement; part; part = part.parentElement) {
    if (part.id && part.hasAttribute("hidden")) {
      document.querySelector(`[aria-controls="${CSS.escape(part.id)}"], [role="tab"][href="#${CSS.escape(part.id)}"]`)?.click();
    }
  }
}

function show(key) {
  const place = placeOf(key);
  if (!place) return;
  unfold(place);
  setTimeout(() => {
    place.scrollIntoView({ block: "center" });
    const button = place.querySelector("textarea, button");
    if (button) button.focus({ preventScroll: true });
    place.classList.add("translating-shown");
    setTimeout(() => place.classList.remove("translating-shown"), 2000);
  }, 60);
}

function arm() {
  for (const button of panel.querySelectorAll("[data-translation-show]")) button.hidden = false;
}

let waiting = 0;

async function drawAgain() {
  const mine = (waiting += 1);
  const answer = await ask(panel.dataset.translationPanel, { headers: { "X-Requested-With": "XMLHttpRequest" } });
  if (!answer.ok || answer.redirected) return;
  const html = await answer.text();
  // Only the latest counts, where several passages were saved one after the other.
  if (mine !== waiting) return;
  panel.innerHTML = html;
  arm();
}

const ask = window.fetch.bind(window);

if (panel) {
  // The package's editor tells nobody that it has saved a passage.
  window.fetch = async (...given) => {
    const answer = await ask(...given);
    if (answer.ok && SAVES.has(given[1]?.method)) drawAgain();
    return answer;
  };
  panel.addEventListener("click", (event) => {
    const button = event.target.closest("[data-translation-show]");
    if (button) show(button.dataset.translationShow);
  });
  arm();
}
