(() => {
  const root = document.documentElement;
  const dark = matchMedia("(prefers-color-scheme: dark)");

  document.getElementById("theme").addEventListener("click", () => {
    const now = root.dataset.theme || (dark.matches ? "dark" : "light");
    root.dataset.theme = now === "dark" ? "light" : "dark";
  });

  const codeButton = document.getElementById("code");
  codeButton.addEventListener("click", () => {
    const open = codeButton.getAttribute("aria-pressed") !== "true";
    codeButton.setAttribute("aria-pressed", String(open));
    document.querySelectorAll("details.code").forEach((block) => { block.open = open; });
  });

  const contents = document.getElementById("contents");
  const narrow = matchMedia("(max-width: 940px)");
  const foldContents = () => { contents.open = !narrow.matches; };
  narrow.addEventListener("change", foldContents);
  foldContents();

  const links = new Map();
  document.querySelectorAll("nav a").forEach((link) => {
    links.set(document.getElementById(decodeURIComponent(link.hash.slice(1))), link);
  });
  let current = null;
  const mark = () => {
    const passed = [...links.keys()].filter((h) => h.getBoundingClientRect().top < innerHeight * 0.3);
    const link = links.get(passed[passed.length - 1]);
    if (link === current) return;
    if (current) current.removeAttribute("aria-current");
    if (link) link.setAttribute("aria-current", "true");
    if (link && !narrow.matches) link.scrollIntoView({ block: "nearest" });
    current = link;
  };
  let waiting = false;
  addEventListener("scroll", () => {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => { waiting = false; mark(); });
  }, { passive: true });
  mark();
})();
