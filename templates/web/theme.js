/* Light, dark, or as the system has it: what a reader chose is kept in this browser. */
"use strict";

(() => {
  const root = document.documentElement;
  const key = "schemagen-theme";
  const stored = () => {
    try {
      return localStorage.getItem(key);
    } catch {
      return null; // a browser that keeps nothing for this page
    }
  };
  const show = (theme) => {
    if (theme === "light" || theme === "dark") root.dataset.theme = theme;
    else delete root.dataset.theme;
  };
  show(stored());

  addEventListener("DOMContentLoaded", () => {
    const system = matchMedia("(prefers-color-scheme: dark)");
    for (const button of document.querySelectorAll("button[data-theme-toggle]")) {
      button.hidden = false;
      button.addEventListener("click", () => {
        const now = root.dataset.theme || (system.matches ? "dark" : "light");
        const next = now === "dark" ? "light" : "dark";
        show(next);
        try {
          localStorage.setItem(key, next);
        } catch {
          // it lasts as long as the page
        }
      });
    }
  });
})();
