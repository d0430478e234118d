/* Suggestions below a search box: a combobox (https://www.w3.org/WAI/ARIA/apg/patterns/combobox/).

   Without this file, or when the server does not answer, the box is a plain one. */

const BOXES = "input[data-suggestions]";
const SHORTEST = 2;
const PAUSE = 150;

let numbers = 0;

function make(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...children);
  return element;
}

/** Brings the style of the list to a page that does not have it yet. */
function dress(address) {
  const known = [...document.styleSheets].some((sheet) => sheet.href && sheet.href === new URL(address, location).href);
  if (known) return;
  document.head.append(make("link", { rel: "stylesheet", href: address }));
}

class Combobox {
  constructor(input) {
    this.input = input;
    this.id = `suggestions-${(numbers += 1)}`;
    this.active = -1;
    this.options = [];
    this.asked = "";
    this.list = make("div", { id: this.id, class: "suggestions", role: "listbox", hidden: "" });
    this.list.setAttribute("aria-label", input.dataset.suggestionsLabel);
    this.status = make("p", { class: "vh", role: "status" });
    input.parentElement.append(this.list);
    // Beside the box, not in it: the list hides, and what is hidden is not announced.
    input.form.append(this.status);
    for (const [name, value] of Object.entries({
      role: "combobox",
      "aria-autocomplete": "list",
      "aria-expanded": "false",
      "aria-controls": this.id,
    })) {
      input.setAttribute(name, value);
    }
    input.addEventListener("input", () => this.wait());
    input.addEventListener("keydown", (event) => this.press(event));
    input.addEventListener("blur", () => this.close());
    // A press would take the focus from the box, and with it the list, before it could lead anywhere.
    this.list.addEventListener("mousedown", (event) => event.preventDefault());
    this.list.addEventListener("click", (event) => {
      const option = event.target.closest("[role=option]");
      if (option) location.assign(option.dataset.url);
    });
  }

  wait() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.ask(), PAUSE);
  }

  async ask() {
    const typed = this.input.value.trim();
    this.request?.abort();
    if (typed.length < SHORTEST) {
      this.asked = "";
      this.fill([]);
      this.status.textContent = "";
      return;
    }
    if (typed === this.asked) return;
    this.request = new AbortController();
    const address = new URL(this.input.dataset.suggestions, location);
    address.searchParams.set("q", typed);
    try {
      const response = await fetch(address, { signal: this.request.signal, headers: { Accept: "application/json" } });
      if (!response.ok) throw new Error(response.statusText);
      const found = await response.json();
      this.asked = typed;
      this.fill(found.groups);
      this.status.textContent = found.said;
    } catch (error) {
      if (error.name === "AbortError") return;
      // As if nothing had been asked: what is typed again is asked again.
      this.asked = "";
      this.fill([]);
      this.status.textContent = "";
    }
  }

  fill(groups) {
    this.options = [];
    this.list.replaceChildren(...groups.map((group, number) => this.group(group, `${this.id}-${number}`)));
    this.list.scrollTop = 0;
    this.move(-1);
    if (this.options.length && document.activeElement === this.input) this.open();
    else this.close();
  }

  group(group, id) {
    const label = make("div", { id, class: "suggestions__label", role: "presentation" }, group.label);
    const section = make("div", { class: "suggestions__group", role: "group", "aria-labelledby": id }, label);
    for (const item of group.items) {
      const option = make("div", { id: `${this.id}-option-${this.options.length}`, role: "option" });
      option.dataset.url = item.url;
      option.append(make("span", {}, item.label));
      if (item.detail) option.append(" ", make("small", {}, item.detail));
      this.options.push(option);
      section.append(option);
    }
    return section;
  }

  get isOpen() {
    return !this.list.hidden;
  }

  open() {
    this.list.hidden = false;
    this.input.setAttribute("aria-expanded", "true");
  }

  close() {
    this.list.hidden = true;
    this.input.setAttribute("aria-expanded", "false");
    this.move(-1);
  }

  /** Makes an option the active one; -1 gives the box back to what was typed. */
  move(to) {
    this.active = to;
    for (const [number, option] of this.options.entries()) option.setAttribute("aria-selected", String(number === to));
    const option = this.options[to];
    if (!option) {
      this.input.removeAttribute("aria-activedescendant");
      return;
    }
    this.input.setAttribute("aria-activedescendant", option.id);
    option.scrollIntoView({ block: "nearest" });
  }

  press(event) {
    if (event.isComposing || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const last = this.options.length - 1;
    const isAmong = this.isOpen && this.active >= 0;
    const moves = {
      ArrowDown: () => (this.active === last ? -1 : this.active + 1),
      ArrowUp: () => (this.active === -1 ? last : this.active - 1),
      Home: () => 0,
      End: () => last,
    };
    if (event.key === "Escape" && this.isOpen) {
      // What was typed stays; a second time, the browser empties the box.
      event.preventDefault();
      this.close();
    } else if (event.key === "Enter" && isAmong) {
      event.preventDefault();
      location.assign(this.options[this.active].dataset.url);
    } else if (event.key === "ArrowDown" && last < 0) {
      this.ask();
    } else if (event.key in moves && last >= 0) {
      const isForText = (event.key === "Home" || event.key === "End") && !isAmong;
      if (isForText) return;
      event.preventDefault();
      const wasOpen = this.isOpen;
      this.open();
      this.move(wasOpen ? moves[event.key]() : event.key === "ArrowUp" ? last : 0);
    }
  }
}

function begin(input) {
  dress(input.dataset.suggestionsStyle);
  new Combobox(input);
}

for (const input of document.querySelectorAll(BOXES)) {
  // A reader may have been faster than this file.
  if (input === document.activeElement) begin(input);
  else input.addEventListener("focus", () => begin(input), { once: true });
}
