/* Saving by hand beside autosave: wait for the one that is under way, then say which version is this form's own.

   Wagtail sends both at once: a new page would be made twice, and an edited one would be in conflict with itself. */

const FORM = "form[data-edit-form]";
const OWN = "overwrite_revision_id";
const PATIENCE = 10000;

let underWay = false;
let held = null;

function release() {
  if (!held) return;
  const { form, submitter, timer } = held;
  held = null;
  clearTimeout(timer);
  form.requestSubmit(submitter);
}

/** Names the version that autosave has made from this form: saving goes on from there. */
function remember(form, revision) {
  let field = form.elements.namedItem(OWN);
  if (!field) {
    field = document.createElement("input");
    field.type = "hidden";
    field.name = OWN;
    form.append(field);
  }
  field.value = revision;
}

document.addEventListener("w-autosave:save", () => {
  underWay = true;
});

document.addEventListener("w-autosave:success", (event) => {
  underWay = false;
  const revision = event.detail.data && event.detail.data.revision_id;
  if (revision && event.target instanceof HTMLFormElement) remember(event.target, revision);
  release();
});

document.addEventListener("w-autosave:error", () => {
  underWay = false;
  release();
});

document.addEventListener(
  "submit",
  (event) => {
    const form = event.target;
    if (!(form instanceof HTMLFormElement) || !form.matches(FORM)) return;
    // What is being sent is the whole form: no autosave may follow.
    form.setAttribute("data-w-autosave-active-value", "false");
    if (!underWay) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (held) return;
    const timer = setTimeout(() => {
      underWay = false;
      release();
    }, PATIENCE);
    held = { form, submitter: event.submitter, timer };
  },
  true,
);
