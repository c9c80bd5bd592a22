// The console's own script: preferences of this browser, pictures not yet uploaded, and menus that close.

const YEAR = 60 * 60 * 24 * 365;

function keep(name, value) {
  const secure = location.protocol === "https:" ? "; secure" : "";
  document.cookie = `${name}=${encodeURIComponent(value)}; path=/; max-age=${YEAR}; samesite=lax${secure}`;
}

export function keepTheme(theme) {
  keep("fm-theme", theme);
  document.documentElement.dataset.theme = theme.toLowerCase();
}

// A picture that was chosen but not sent anywhere is shown from the browser's own memory.
// Stopping lets that memory go; the page may be gone by then.
export function showChosen(input, image) {
  const url = URL.createObjectURL(input.files[0]);
  image.src = url;
  return { stop: () => URL.revokeObjectURL(url) };
}

// Pasting a screenshot is choosing a file, and so is having chosen one before the page listened.
export function acceptPaste(input) {
  const chosen = () => input.dispatchEvent(new Event("change", { bubbles: true }));
  const listener = event => {
    const file = event.clipboardData && event.clipboardData.files[0];
    if (!file || !input.isConnected) return;
    const transfer = new DataTransfer();
    transfer.items.add(file);
    input.files = transfer.files;
    chosen();
  };
  document.addEventListener("paste", listener);
  if (input.files.length > 0) chosen();
  return { stop: () => document.removeEventListener("paste", listener) };
}

keep("fm-zone", Intl.DateTimeFormat().resolvedOptions().timeZone);
const dark = matchMedia("(prefers-color-scheme: dark)");
const keepScheme = () => keep("fm-scheme", dark.matches ? "dark" : "light");
keepScheme();

if (!window.faceMatchConsole) {
  window.faceMatchConsole = true;
  dark.addEventListener("change", keepScheme);
  const closeOthers = target => {
    for (const menu of document.querySelectorAll("details.menu[open]")) {
      if (!menu.contains(target)) menu.open = false;
    }
  };
  document.addEventListener("click", event => {
    closeOthers(event.target);
    const choice = event.target.closest && event.target.closest("details.menu button, details.menu a");
    if (choice) choice.closest("details.menu").open = false;
  });
  document.addEventListener("focusin", event => closeOthers(event.target));
  document.addEventListener("keydown", event => {
    if (event.key !== "Escape") return;
    for (const menu of document.querySelectorAll("details.menu[open]")) {
      menu.open = false;
      menu.querySelector("summary").focus();
    }
  });
}
