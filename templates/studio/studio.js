/* What is easier with it: nothing here is needed to use a page. */
"use strict";

for (const value of document.querySelectorAll("[data-value]")) {
  // Whoever writes a text means it.
  value.addEventListener("input", () => {
    const how = value.closest(".given").querySelector("[data-how]");
    if (how) how.value = "value";
  });
}

const query = document.querySelector(".query textarea");
if (query) {
  query.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      query.form.querySelector("button[value=run]").click();
    }
  });
}
