"use strict";
(() => {
  // An image with transparent parts must not show its placeholder after it is loaded.
  for (const image of document.querySelectorAll(".preview img[style]")) {
    const clear = () => image.removeAttribute("style");
    if (image.complete && image.naturalWidth > 0) clear();
    else image.addEventListener("load", clear, { once: true });
  }

  const form = document.querySelector(".filter");
  if (!form) return;
  const { text, status } = form.elements;
  const message = form.querySelector("[role=status]");
  const rows = [...document.querySelectorAll(".sources > li")].map((element) => ({
    element,
    text: element.textContent.toLowerCase(),
    statuses: element.dataset.status.split(" "),
  }));
  const apply = () => {
    const words = text.value.toLowerCase().split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const row of rows) {
      const matches =
        words.every((word) => row.text.includes(word)) && (!status.value || row.statuses.includes(status.value));
      row.element.hidden = !matches;
      if (matches) shown += 1;
    }
    message.textContent = `${shown} of ${rows.length} sources on this page`;
  };
  // A link from another page can select a status.
  const select = () => {
    const wanted = location.hash.slice(1);
    if ([...status.options].some((option) => option.value === wanted)) status.value = wanted;
    apply();
  };
  form.hidden = false;
  form.addEventListener("input", apply);
  form.addEventListener("submit", (event) => event.preventDefault());
  addEventListener("hashchange", select);
  select();
})();
