// Saves a page of a draft while it is typed. Without this, the buttons below do the same.

const PAUSE = 1200;
const RETRY = 10000;

function keepSaving(form) {
  const state = document.getElementById("save-state");
  const turn = form.elements.turn;
  let waiting = null;
  let saving = false;

  function say(words, kind) {
    state.textContent = words;
    state.className = `app-save-state app-save-state--${kind}`;
  }

  function later(pause) {
    clearTimeout(waiting);
    waiting = setTimeout(save, pause);
  }

  function body() {
    const data = new FormData(form);
    form.querySelectorAll("input[type=file]").forEach((input) => data.delete(input.name));
    return data;
  }

  function took(answer, sent) {
    if (!answer.saved) {
      say(answer.words, "failed");
      if (answer.conflict) document.getElementById("conflict").innerHTML = answer.conflict;
      return;
    }
    form.elements.version.value = answer.version;
    if (turn.value !== sent) return later(PAUSE);
    document.dispatchEvent(new CustomEvent("app:saved", { detail: { words: answer.words } }));
  }

  async function save() {
    if (saving) return later(PAUSE);
    // While two versions stand beside each other, the person decides.
    if (document.getElementById("conflict").childElementCount) return undefined;
    const sent = turn.value;
    saving = true;
    say(state.dataset.saving, "waiting");
    try {
      const answer = await fetch(form.action, {
        method: "POST", body: body(), headers: { Accept: "application/json" }, redirect: "error",
      });
      if (!answer.ok) throw new Error(answer.status);
      took(await answer.json(), sent);
    } catch {
      say(state.dataset.failed, "failed");
      later(RETRY);
    } finally {
      saving = false;
    }
    return undefined;
  }

  form.addEventListener("input", (event) => {
    if (event.target.type === "file") return;
    turn.value = Number(turn.value || 0) + 1;
    later(PAUSE);
  });
  form.addEventListener("submit", () => {
    clearTimeout(waiting);
    turn.value = Number(turn.value || 0) + 1;
  });
}

document.querySelectorAll("form[data-draft]").forEach(keepSaving);
